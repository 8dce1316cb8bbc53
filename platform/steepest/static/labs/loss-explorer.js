// The loss explorer: one number, five numbers, or a probability, and what the losses say.
import { announce, put, range, say, shown, start, table } from "./lab.js";
import { OF_LOGIT, OF_ONE, overAll, sigmoid } from "./losses.js";
import { Plot } from "./plot.js";

const NAMES = ["mse", "mae", "huber"];
const KINDS = { mse: "s0", mae: "s1", huber: "s2", crossEntropy: "s0", squared: "s1" };
const TARGETS = [1, 2, 3, 4, 5];
const values = new Plot(document.getElementById("values"));
const slopes = new Plot(document.getElementById("slopes"));
const MODES = { number: drawNumber, several: drawSeveral, probability: drawProbability };

const lab = start(draw);
let held = 0; // which of the five is being dragged
values.drag(move, (x) => {
  held = Math.min(Math.max(Math.round(x), 1), TARGETS.length);
});

function move(x, y) {
  const { mode } = lab.state;
  if (mode === "number") lab.set({ prediction: limited(x, -4, 10) });
  else if (mode === "probability") lab.set({ z: limited(x, -8, 8) });
  else lab.set({ [`p${held}`]: limited(y, -2, 14) });
}

function limited(value, low, high) {
  return Math.round(Math.min(Math.max(value, low), high) * 20) / 20;
}

function draw(state) {
  for (const part of document.querySelectorAll("[data-mode]")) part.hidden = !part.dataset.mode.split(" ").includes(state.mode);
  const said = MODES[state.mode](state);
  put("verdict", said);
  values.describe(said);
  announce(`${said} ${[...document.querySelectorAll("#readings li")].map((each) => each.textContent).join("; ")}`);
}

function readings(items) {
  put(
    "readings",
    ...items.map(([name, value, slope]) => {
      const item = document.createElement("li");
      item.className = KINDS[name];
      item.textContent = slope === undefined ? `${say(name)} ${shown(value)}` : say("each", { name: say(name), value: shown(value), slope: shown(slope, 3) });
      return item;
    }),
  );
}

function drawNumber({ prediction, target, delta }) {
  const x = { min: -4, max: 10, label: say("prediction") };
  const d = prediction - target;
  const at = range(-4, 10, 140);
  const paint = (part, plot) => {
    plot.rule({ x: target, label: say("target") });
    for (const name of NAMES) {
      plot.curve(at.map((each) => [each, OF_ONE[name][part](each - target, delta)]), KINDS[name]);
    }
    plot.rule({ x: prediction });
    for (const name of NAMES) plot.dots([[prediction, OF_ONE[name][part](d, delta)]], `${KINDS[name]} now`, 6);
  };
  values.show({ x, y: { min: 0, max: 16, label: say("loss") } }, (plot) => paint("value", plot));
  slopes.show({ x, y: { min: -8, max: 8, label: say("slope") } }, (plot) => paint("slope", plot));
  readings(NAMES.map((name) => [name, OF_ONE[name].value(d, delta), OF_ONE[name].slope(d, delta)]));
  const head = NAMES.flatMap((name) => [say(name), `${say(name)}: ${say("slope")}`]);
  table("values-table", [say("prediction"), ...head], range(-4, 10, 28).map((each) => [shown(each), ...NAMES.flatMap((name) => [shown(OF_ONE[name].value(each - target, delta)), shown(OF_ONE[name].slope(each - target, delta))])]));
  return say("one_said", { d: shown(d) });
}

function drawSeveral(state) {
  const predictions = TARGETS.map((target) => state[`p${target}`]);
  const errors = predictions.map((prediction, i) => prediction - TARGETS[i]);
  const total = (name) => overAll(name, errors, state.delta) * errors.length;
  const share = (name, d) => (100 * OF_ONE[name].value(d, state.delta)) / total(name);
  const x = { min: 0.4, max: 5.6, label: say("example"), ticks: TARGETS };
  values.show({ x, y: { min: -2, max: 14, label: `${say("prediction")}, ${say("target")}` } }, (plot) => {
    for (const [i, target] of TARGETS.entries()) plot.curve([[target, target], [target, predictions[i]]], "bad");
    plot.dots(TARGETS.map((target) => [target, target]), "s1", 5);
    plot.dots(TARGETS.map((target, i) => [target, predictions[i]]), "s0 now", 7);
  });
  slopes.show({ x, y: { min: 0, max: 100, label: say("share") } }, (plot) => {
    for (const [i, d] of errors.entries()) {
      NAMES.forEach((name, k) => plot.bar(TARGETS[i] + 0.22 * (k - 1), total(name) ? share(name, d) : 0, 0.18, KINDS[name]));
    }
  });
  readings(NAMES.map((name) => [name, overAll(name, errors, state.delta)]));
  const worst = errors.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one));
  table("values-table", [say("example"), say("target"), say("prediction"), ...NAMES.flatMap((name) => [say(name), `${say(name)}: ${say("share")}`])], TARGETS.map((target, i) => [String(target), String(target), shown(predictions[i]), ...NAMES.flatMap((name) => [shown(OF_ONE[name].value(errors[i], state.delta)), shown(total(name) ? share(name, errors[i]) : 0, 3)])]));
  if (worst === 0) return say("right");
  return say("several_said", { d: shown(worst), ...Object.fromEntries(NAMES.map((name) => [name, shown(share(name, worst), 3)])) });
}

function drawProbability({ z }) {
  const names = Object.keys(OF_LOGIT);
  const x = { min: -8, max: 8, label: say("logit") };
  const at = range(-8, 8, 160);
  const paint = (part, plot) => {
    plot.rule({ x: z });
    for (const name of names) plot.curve(at.map((each) => [each, OF_LOGIT[name][part](each)]), KINDS[name]);
    for (const name of names) plot.dots([[z, OF_LOGIT[name][part](z)]], `${KINDS[name]} now`, 6);
  };
  values.show({ x, y: { min: 0, max: 8, label: say("loss") } }, (plot) => paint("value", plot));
  slopes.show({ x, y: { min: -1.1, max: 0.1, label: say("slope") } }, (plot) => paint("slope", plot));
  readings(names.map((name) => [name, OF_LOGIT[name].value(z), OF_LOGIT[name].slope(z)]));
  const head = names.flatMap((name) => [say(name), `${say(name)}: ${say("slope")}`]);
  table("values-table", [say("logit"), say("p"), ...head], range(-8, 8, 32).map((each) => [shown(each), shown(sigmoid(each)), ...names.flatMap((name) => [shown(OF_LOGIT[name].value(each)), shown(OF_LOGIT[name].slope(each))])]));
  return say("probability_said", { p: shown(sigmoid(z)) });
}
