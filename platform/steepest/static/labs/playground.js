// The playground: a network with one hidden layer, trained before one's eyes.
import { announce, calm, put, range, say, shown, start, table } from "./lab.js";
import { begin, layout, lossAndGradient, probability } from "./network.js";
import { OPTIMIZERS } from "./optimizers.js";
import { Plot } from "./plot.js";
import { uniform } from "./random.js";
import { points } from "./shapes.js";

const COUNT = 200;
const EXTENT = 1.8;
const CELL = 10; // pixels between two samples of the surface
const KEPT = 400; // points of the loss curve: of a longer run every second one is dropped
const map = new Plot(document.getElementById("map"));
const losses = new Plot(document.getElementById("losses"));
const run = document.getElementById("run");
const speed = document.getElementById("speed");

let setUp; // what the controls say
let training; // points
let test;
let params;
let optimizer;
let order; // rows in the order of this epoch, and how many of them were used
let used;
let draw;
let step;
let history; // {step, loss, test}: every stride-th step
let stride;
let now; // the same of this step
let timer = 0;
start(reset);

/** Begin anew with what the controls say. */
function reset(state) {
  stop();
  setUp = state;
  training = points(state.data, COUNT, state.noise, state.seed);
  test = points(state.data, COUNT, state.noise, state.seed + 20000);
  params = begin(state.units, state.seed);
  optimizer = OPTIMIZERS[state.optimizer](state.lr);
  draw = uniform(state.seed + 5);
  used = COUNT;
  step = 0;
  history = [];
  stride = 1;
  now = measured();
  keep(now);
  show();
}

function advance(count) {
  for (let i = 0; i < count; i++) {
    const { gradient } = lossAndGradient(params, setUp.units, setUp.activation, batch());
    params = optimizer(params, gradient);
    step += 1;
    if (step % stride === 0) keep(measured());
  }
  now = measured();
  if (!Number.isFinite(now.loss)) stop();
}

/** The next rows: every row once in an epoch, in a new order each time. */
function batch() {
  if (used >= COUNT) {
    order = [...training];
    for (let i = COUNT - 1; i > 0; i--) {
      const other = Math.floor(draw() * (i + 1));
      [order[i], order[other]] = [order[other], order[i]];
    }
    used = 0;
  }
  used += setUp.batch;
  return order.slice(used - setUp.batch, used);
}

function measured() {
  const of = (data) => lossAndGradient(params, setUp.units, setUp.activation, data).loss;
  return { step, loss: of(training), test: of(test) };
}

function keep(losses) {
  history.push(losses);
  if (history.length > KEPT) {
    stride *= 2;
    history = history.filter((each) => each.step % stride === 0);
  }
}

function show() {
  const { units, activation } = setUp;
  const at = (x, y) => probability(params, units, activation, x, y);
  const right = test.filter(({ x, y, label }) => at(x, y) > 0.5 === (label === 1)).length / COUNT;
  const axis = { min: -EXTENT, max: EXTENT };
  map.show({ x: { ...axis, label: "x" }, y: { ...axis, label: "y" } }, (plot) => {
    plot.regions(at, [0.95, 0.8, 0.5, 0.2, 0.05], CELL);
    for (let k = 0; k < units; k++) plot.curve(bend(k, units), "unit");
    for (const label of [0, 1]) {
      const places = (data) => data.filter((each) => each.label === label).map(({ x, y }) => [x, y]);
      plot.dots(places(test), `class${label} small`, 1.8);
      plot.dots(places(training), `class${label}`, 4);
    }
  });
  const { loss, test: unseen } = now;
  const most = Math.max(step, 20);
  losses.show({ x: { min: 0, max: most, label: say("step_label") }, y: { min: 1e-4, max: 3, log: true, label: say("loss") } }, (plot) => {
    plot.curve(history.map((each) => [each.step, each.loss]), "s0");
    plot.curve(history.map((each) => [each.step, each.test]), "s1");
  });
  const said = Number.isFinite(loss)
    ? say("now", { step, loss: shown(loss, 3), test: shown(unseen, 3), right: shown(100 * right, 3) })
    : say("lost");
  put("verdict", said);
  map.describe(say("map", { step }));
  if (!timer) announce(said);
  mapTable(at);
  table("losses-table", [say("step_label"), say("training"), say("test")], history.map((each) => [String(each.step), shown(each.loss), shown(each.test)]));
}

/** What the map shows by colour, in numbers. */
function mapTable(at) {
  const places = range(-1.5, 1.5, 6);
  table("map-table", ["y \\ x", ...places.map((x) => shown(x))], places.toReversed().map((y) => [shown(y), ...places.map((x) => shown(at(x, y), 2))]));
}

/** The line on which a hidden unit's input is 0, as two points far apart. */
function bend(k, units) {
  const { b1 } = layout(units);
  const [u, v, c] = [params[k], params[units + k], params[b1 + k]];
  const far = 2 * EXTENT;
  const square = u * u + v * v;
  const [x, y] = [(-c * u) / square, (-c * v) / square];
  const length = Math.sqrt(square);
  return [[x - (far * v) / length, y + (far * u) / length], [x + (far * v) / length, y - (far * u) / length]];
}

function stop() {
  clearTimeout(timer);
  timer = 0;
  run.textContent = run.dataset.train ?? run.textContent;
}

function frame() {
  advance(Number(speed.value));
  if (timer) timer = setTimeout(frame, calm.matches ? 500 : 33); // two pictures a second for who wants little motion
  show();
}

run.addEventListener("click", () => {
  run.dataset.train ??= run.textContent;
  if (timer) {
    stop();
    return show();
  }
  run.textContent = run.dataset.pause;
  timer = setTimeout(frame, 0);
  return undefined;
});
document.getElementById("once").addEventListener("click", () => {
  stop();
  advance(1);
  show();
});
document.getElementById("reset").addEventListener("click", () => reset(setUp));
document.addEventListener("visibilitychange", () => document.hidden && stop());
