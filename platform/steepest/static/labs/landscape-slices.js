// Slices of the hinge and the softmax loss: along a line and in a plane through 650 weights.
import { announce, put, range, say, shown, start, table } from "./lab.js";
import { SIZE, across, coordinates, direction, examples, kinks, plane, train } from "./linear.js";
import { Plot } from "./plot.js";

const RATES = { hinge: 0.05, softmax: 0.5 };
const STEPS = 100;
const CELL = 8;
const line = new Plot(document.getElementById("line"));
const map = new Plot(document.getElementById("map"));
let cut = null; // what the controls other than `a` ask for, computed once
const lab = start(draw);
line.drag((a) => lab.set({ a: Math.round(Math.min(Math.max(a, -3), 3) * 50) / 50 }));

function draw(state) {
  document.querySelector("[data-along]").hidden = state.along !== "random";
  const asked = JSON.stringify([state.loss, state.n, state.along, state.at, state.seed]);
  if (cut?.asked !== asked) cut = { asked, ...slice(state) };
  const { hinge, softmax, points, extent } = cut;
  const a = Math.min(Math.max(state.a, extent[0]), extent[1]);
  const most = Math.max(...points.map(([, high]) => high));
  line.show({ x: { min: extent[0], max: extent[1], label: say("along") }, y: { min: 0, max: most * 1.05, label: say("loss") } }, (plot) => {
    plot.rule({ x: a });
    plot.curve(points.map(([at, value]) => [at, value]), "s0");
    plot.curve(points.map(([at, , value]) => [at, value]), "s1");
    plot.dots([[a, hinge(a, 0)]], "s0 now", 6);
    plot.dots([[a, softmax(a, 0)]], "s1 now", 6);
  });
  drawMap(state, a);
  const said = say("at", { a: shown(a), hinge: shown(hinge(a, 0)), softmax: shown(softmax(a, 0)) });
  put("verdict", said);
  put("kinks", cut.kinks);
  line.describe(said);
  announce(`${said} ${cut.kinks}`);
  table("line-table", ["a", say("hinge"), say("softmax")], range(...extent, 24).map((at) => [shown(at, 3), shown(hinge(at, 0)), shown(softmax(at, 0))]));
}

/** The weights and directions of a set-up, and the two losses as functions of the plane. */
function slice({ loss, n, along, at, seed }) {
  const data = examples(n);
  const path = along === "descent" || at === "trained" ? train(loss, data, RATES[loss], STEPS) : [];
  const zero = new Float64Array(SIZE);
  const [W, d1, d2] = along === "descent" ? [zero, path.at(-1), across(path.at(-1), path[8])] : [at === "trained" ? path.at(-1) : zero, direction(seed), direction(seed + 10000)];
  const extent = along === "descent" ? [-0.5, 2] : [-3, 3];
  const hinge = plane("hinge", W, d1, d2, data);
  const softmax = plane("softmax", W, d1, d2, data);
  return {
    hinge,
    softmax,
    extent,
    points: range(...extent, 240).map((a) => [a, hinge(a, 0), softmax(a, 0)]),
    shadow: along === "descent" ? path.map((w) => coordinates(w, d1, d2)) : [],
    kinks: say("kinks", { count: kinks(W, d1, data, ...extent) }),
  };
}

function drawMap({ loss }, a) {
  const height = cut[loss];
  const { extent, shadow } = cut;
  const y = shadow.length ? [-0.9, 0.9] : [-3, 3];
  const corners = extent.flatMap((left) => y.map((low) => height(left, low)));
  const low = Math.min(...range(...extent, 24).flatMap((left) => range(...y, 12).map((b) => height(left, b))));
  const high = Math.max(...corners);
  const levels = range(0, 1, 17).slice(1, -1).map((share) => low + (high - low) * share ** 1.6);
  map.show({ x: { min: extent[0], max: extent[1], label: say("along") }, y: { min: y[0], max: y[1], label: say("across") } }, (plot) => {
    plot.landscape(cut.asked, height, levels, CELL);
    plot.rule({ y: 0 });
    if (shadow.length) {
      plot.curve(shadow, "path");
      plot.dots(shadow.filter((_, step) => step % 10 === 0), "path", 3);
      plot.word(...shadow.at(-1), say("trained"), "path");
    }
    plot.dots([[a, 0]], "path now", 6);
  });
  const places = range(...y, 6);
  table("map-table", ["a \\ b", ...places.map((b) => shown(b, 2))], range(...extent, 6).map((left) => [shown(left, 3), ...places.map((b) => shown(height(left, b)))]));
  map.describe(say("map", { loss: say(loss), low: shown(low, 3), high: shown(high, 3) }));
}
