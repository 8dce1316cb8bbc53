// The learning-rate lab: gradient descent in a bowl with one weight.
import { MINIMUM, X, Y, descend, factor, loss, slope } from "./descent.js";
import { announce, player, put, range, say, shown, start, table } from "./lab.js";
import { Plot } from "./plot.js";

const bowl = new Plot(document.getElementById("bowl"));
const losses = new Plot(document.getElementById("losses"));
const factors = new Plot(document.getElementById("factors"));
const fit = new Plot(document.getElementById("fit"));
const W = { min: -2.5, max: 6.5, label: say("weight") };
const ONE_STEP = 3 / 28;
const LIMIT = 3 / 14;

let path = [];
const steps = player(drawStep);
const lab = start(draw);
bowl.drag((w) => lab.set({ w0: Math.round(Math.min(Math.max(w, -2), 6) * 20) / 20 }));
factors.drag((lr) => lab.set({ lr: Math.round(Math.min(Math.max(lr, 0.001), 0.25) * 1000) / 1000 }));

function draw({ lr, w0, steps: count }) {
  path = descend(w0, lr, count);
  steps.length(count);
  const verdict = judged(factor(lr));
  put("verdict", verdict);
  factors.show(
    { x: { min: 0, max: 0.25, label: say("rate") }, y: { min: 0, max: 1.4, label: say("factor") } },
    (plot) => {
      plot.band(0, ONE_STEP, "water");
      plot.band(ONE_STEP, LIMIT, "contour");
      plot.band(LIMIT, 0.25, "path");
      plot.rule({ y: 1 });
      plot.rule({ x: ONE_STEP, label: "0.1071" });
      plot.rule({ x: LIMIT, label: "0.2143" });
      plot.curve([0, ONE_STEP, 0.25].map((rate) => [rate, Math.abs(factor(rate))]), "water");
      plot.dots([[lr, Math.abs(factor(lr))]], "path", 6);
    },
  );
  drawStep(count);
  const end = path.at(-1);
  bowl.describe(say("bowl", { steps: count, start: shown(w0), end: shown(end) }));
  announce(`${verdict} ${say("here", { step: count, w: shown(end), loss: shown(loss(end)) })}`);
  table(
    "steps-table",
    [say("step_label"), say("weight"), say("slope"), say("loss"), ...X.map((x) => say("model", { x }))],
    path.map((w, step) => [String(step), shown(w, 6), shown(slope(w), 6), shown(loss(w), 6), ...X.map((x) => shown(w * x))]),
  );
  table("factors-table", [say("rate"), say("factor")], range(0, 0.25, 25).map((rate) => [shown(rate), shown(Math.abs(factor(rate)))]));
}

function drawStep(step) {
  const taken = path.slice(0, step + 1);
  const now = taken.at(-1);
  bowl.show({ x: W, y: { min: 0, max: 80, label: say("loss") } }, (plot) => {
    plot.rule({ x: MINIMUM, label: say("minimum") });
    plot.curve(range(W.min, W.max, 90).map((w) => [w, loss(w)]), "water");
    plot.curve(taken.map((w) => [w, loss(w)]), "path thin");
    plot.dots(taken.map((w) => [w, loss(w)]), "path", 3.2);
    plot.dots([[now, loss(now)]], "path now", 6);
  });
  losses.show(
    { x: { min: 0, max: Math.max(path.length - 1, 4), label: say("step_label") }, y: { min: 1e-12, max: 1e4, log: true, label: say("loss") } },
    (plot) => {
      plot.curve(path.map((w, at) => [at, loss(w)]), "faint");
      plot.curve(taken.map((w, at) => [at, loss(w)]), "path");
      plot.dots([[step, loss(now)]], "path now", 5);
    },
  );
  fit.show({ x: { min: 0, max: 4, label: "x" }, y: { min: -8, max: 16, label: say("targets") } }, (plot) => {
    for (const [i, x] of X.entries()) plot.curve([[x, Y[i]], [x, now * x]], "bad thin");
    plot.curve([[0, 0], [4, 4 * now]], "path");
    plot.dots(X.map((x, i) => [x, Y[i]]), "water", 5);
    plot.word(0.2, 14, say("line", { w: shown(now) }), "path", { dx: 0, dy: 0 });
  });
  put("here", say("here", { step, w: shown(now), loss: shown(loss(now)) }));
}

function judged(factor) {
  const share = shown(100 * (1 - Math.abs(factor)), 3);
  if (factor > 0.6) return say("low", { share });
  if (Math.abs(factor) < 0.001) return say("one");
  if (factor > 0) return say("good", { share });
  if (Math.abs(factor + 1) < 1e-4) return say("edge");
  if (factor > -1) return say("swing", { share: shown(100 * Math.abs(factor), 3) });
  return say("diverges", { times: shown(Math.abs(factor), 3) });
}
