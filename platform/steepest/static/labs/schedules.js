// The schedule plotter: rates over the steps, and where they lead.
import { announce, put, say, shown, start, table, words } from "./lab.js";
import { Plot } from "./plot.js";
import { normalPairs } from "./random.js";
import { cosineAnnealing, linearWarmup, stepDecay, warmRestarts } from "./rates.js";
import { SURFACES } from "./surfaces.js";

const ORDER = ["constant", "step", "cosine", "restarts"];
const WALKS = 200;
const BEGIN = [-3.5, 2.5];
const SCHEDULES = {
  constant: (t, { lr }) => lr,
  step: (t, { lr, drop, every }) => stepDecay(lr, t, drop, every),
  cosine: (t, { lr, steps, floor }) => cosineAnnealing(t, steps, lr, Math.min(floor, lr)),
  restarts: (t, { lr, first, factor, floor }) => warmRestarts(t, first, factor, lr, Math.min(floor, lr)),
};
const rates = new Plot(document.getElementById("rates"));
const losses = new Plot(document.getElementById("losses"));
const noise = new Float64Array(400 * WALKS * 2); // the same for every schedule and every set-up
for (let walk = 0, at = 0; walk < WALKS; walk++) {
  const next = normalPairs(walk + 1);
  for (let step = 0; step < 400; step++, at += 2) noise.set(next(), at);
}
start(draw);

function draw(state) {
  const steps = Array.from({ length: state.steps }, (_, step) => step);
  const drawn = ORDER.filter((id) => state.with.includes(id)).map((id) => {
    const rate = steps.map((t) => SCHEDULES[id](t, state) * linearWarmup(t, state.warmup, 1));
    return { name: words.names[id], kind: `s${ORDER.indexOf(id)}`, rate, loss: meanLoss(rate) };
  });
  const x = { min: 0, max: state.steps, label: say("step_label") };
  rates.show({ x, y: { min: 0, max: state.lr * 1.1, label: say("rate") } }, (plot) => {
    for (const { rate, kind } of drawn) plot.curve(stairs(rate), kind);
  });
  losses.show({ x, y: { min: 1e-2, max: 100, log: true, label: say("loss") } }, (plot) => {
    for (const { loss, kind } of drawn) plot.curve(loss.map((each, t) => [t, each]), kind);
    for (const { loss, kind } of drawn) plot.dots([[state.steps, loss.at(-1)]], `${kind} now`, 5);
  });
  put("readings", ...drawn.map(({ name, kind, rate, loss }) => {
    const item = document.createElement("li");
    item.className = kind;
    item.textContent = say("reading", { name, rate: shown(rate.at(-1), 3), loss: shown(loss.at(-1), 3) });
    return item;
  }));
  const best = drawn.reduce((one, other) => (one && one.loss.at(-1) <= other.loss.at(-1) ? one : other), null);
  const said = best ? say("best", { steps: state.steps, name: best.name, loss: shown(best.loss.at(-1), 3) }) : say("nobody");
  put("verdict", said);
  losses.describe(said);
  announce(said);
  table(
    "rates-table",
    [say("step_label"), ...drawn.flatMap(({ name }) => [`${name}: ${say("rate")}`, `${name}: ${say("loss")}`])],
    steps.map((t) => [String(t), ...drawn.flatMap(({ rate, loss }) => [shown(rate[t]), shown(loss[t + 1])])]),
  );
}

/** A rate holds for the whole of its step. */
function stairs(rate) {
  return rate.flatMap((each, t) => [[t, each], [t + 1, each]]);
}

/** After every step, the mean over all walks of the loss on the noisy bowl. */
function meanLoss(rate) {
  const { noise: spread } = SURFACES["noisy-bowl"];
  const sums = new Float64Array(rate.length + 1);
  for (let walk = 0; walk < WALKS; walk++) {
    let [x, y] = BEGIN;
    sums[0] += (x * x + y * y) / 2;
    for (let t = 0, at = walk * 800; t < rate.length; t++, at += 2) {
      x -= rate[t] * (x + spread * noise[at]);
      y -= rate[t] * (y + spread * noise[at + 1]);
      sums[t + 1] += (x * x + y * y) / 2;
    }
  }
  return Array.from(sums, (sum) => sum / WALKS);
}
