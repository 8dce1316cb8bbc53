// The finite-difference lab: the error of a difference quotient over its step.
import { FUNCTIONS, bestStep, quotient, relativeError } from "./differences.js";
import { announce, put, range, say, shown, start, table } from "./lab.js";
import { Plot } from "./plot.js";

const SMALLEST = 1e-16;
const NEVER_LESS = 1e-17; // an error of 0 is drawn at the bottom
const KINDS = { forward: "s1", central: "s0" };
const STEPS = range(-16, 0, 128).map((power) => 10 ** power);
const errors = new Plot(document.getElementById("errors"));
const secants = new Plot(document.getElementById("secants"));
const lab = start(draw);
errors.drag((h) => lab.set({ h: Number(h.toPrecision(2)) }));

function draw({ f: name, precision, h, taken }) {
  const f = FUNCTIONS[name];
  const settings = (kind) => ({ central: kind === "central", single: precision === "single", taken });
  const error = (kind, step) => relativeError(f, f.at, step, settings(kind));
  errors.show(
    { x: { min: SMALLEST, max: 1, log: true, label: say("step_size") }, y: { min: 1e-14, max: 10, log: true, label: say("error") } },
    (plot) => {
      for (const kind of Object.keys(KINDS)) {
        plot.rule({ x: bestStep(precision, kind === "central"), label: kind === "central" ? "∛ε" : "√ε", kind: KINDS[kind] });
        plot.curve(STEPS.map((step) => [step, Math.max(error(kind, step), NEVER_LESS)]), KINDS[kind]);
      }
      plot.rule({ x: h });
      for (const kind of Object.keys(KINDS)) plot.dots([[h, Math.max(error(kind, h), 1e-14)]], `${KINDS[kind]} now`, 6);
    },
  );
  drawSecants(f, h, settings);
  const found = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, error(kind, h)]));
  const said = say("digits", { slope: shown(f.slope(f.at), 10), h: shown(h), forward: digits(found.forward), central: digits(found.central) });
  put("verdict", said);
  put("readings", ...Object.keys(KINDS).map((kind) => {
    const item = document.createElement("li");
    item.className = KINDS[kind];
    item.textContent = say("reading", { name: say(kind), value: shown(quotient(f.value, f.at, h, settings(kind)), 10), error: shown(found[kind], 3) });
    return item;
  }));
  errors.describe(said);
  announce(said);
  table("errors-table", [say("step_size"), say("forward"), say("central")], range(-16, 0, 16).map((power) => 10 ** power).map((step) => [shown(step), shown(error("forward", step), 3), shown(error("central", step), 3)]));
}

function digits(error) {
  if (Number.isNaN(error)) return 0; // 0 / 0: the step was too small to be taken at all
  return error === 0 ? 16 : Math.max(0, Math.min(16, Math.floor(-Math.log10(error))));
}

/** The function over a stretch that shows the step, as long as it can be seen at all. */
function drawSecants(f, h, settings) {
  const half = Math.min(Math.max(1.6 * h, 0.05), 1.6);
  const [low, high] = [f.at - half, f.at + half];
  const curve = range(low, high, 80).map((x) => [x, f.value(x)]);
  const heights = curve.map(([, y]) => y);
  const [bottom, top] = [Math.min(...heights), Math.max(...heights)];
  const through = (from, slope) => (x) => f.value(from) + slope * (x - from);
  const lines = [{ line: through(f.at, f.slope(f.at)), kind: "thin dashed", ends: [] }];
  for (const kind of Object.keys(KINDS)) {
    const ends = [kind === "central" ? f.at - h : f.at, f.at + h];
    lines.push({ line: through(ends[0], quotient(f.value, f.at, h, settings(kind))), kind: KINDS[kind], ends });
  }
  secants.show({ x: { min: low, max: high, label: "x" }, y: { min: bottom - 0.1 * (top - bottom), max: top + 0.1 * (top - bottom), label: f.name } }, (plot) => {
    plot.curve(curve, "ink");
    for (const { line, kind, ends } of lines) {
      plot.curve([low, high].map((x) => [x, line(x)]), kind);
      plot.dots(ends.map((x) => [x, f.value(x)]), kind, 4);
    }
  });
  const head = ["x", f.name, say("tangent"), ...Object.keys(KINDS).map((kind) => say(kind))];
  table("secants-table", head, range(low, high, 8).map((x) => [shown(x), shown(f.value(x), 6), ...lines.map(({ line }) => shown(line(x), 6))]));
}
