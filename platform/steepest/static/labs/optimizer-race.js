// The optimiser race: paths and losses on one map, and a student's own program among them.
import { announce, player, put, say, shown, start, table, words } from "./lab.js";
import { OPTIMIZERS, walk } from "./optimizers.js";
import { Plot, minus } from "./plot.js";
import { SURFACES } from "./surfaces.js";
import { follow } from "./traces.js";

const ORDER = Object.keys(OPTIMIZERS);
const LEVELS = 18;
const ENOUGH = 1e-3; // a loss by which the race is as good as won
const map = new Plot(document.getElementById("map"));
const losses = new Plot(document.getElementById("losses"));

let surface; // one of SURFACES, and its name
let named = "";
let racers = []; // {name, kind, path, losses}
let own = []; // the same, of the reader's own programs, with their id and the set-up that they ran on
const steps = player(drawStep);
const lab = start(draw, { by: "surface", suggested: (name) => SURFACES[name].suggested });
map.drag((x, y) => lab.set({ x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 }));

function draw(state) {
  named = state.surface;
  surface = SURFACES[named];
  document.getElementById("noise").hidden = !surface.noise;
  const begin = [state.x, state.y];
  const chosen = ORDER.filter((id) => state.with.includes(id));
  racers = chosen.map((id) => {
    const path = walk(OPTIMIZERS[id](state[id]), surface, begin, state.steps, state.seed);
    return racer(words.names[id], `s${ORDER.indexOf(id)}`, path, surface);
  });
  racers.push(...own.filter((each) => each.set === setUp(each.id, state)));
  steps.length(state.steps);
  drawStep(state.steps);
  map.describe(say("map", { surface: document.getElementById("surface").selectedOptions[0].text, racers: racers.map((each) => each.name).join(", ") || "–", x: state.x, y: state.y }));
  announce(document.getElementById("best").textContent);
  table(
    "steps-table",
    [say("step_label"), ...racers.map((each) => each.name)],
    Array.from({ length: state.steps + 1 }, (_, step) => [String(step), ...racers.map((each) => shown(each.losses[step] ?? NaN))]),
  );
  table(
    "paths-table",
    [say("step_label"), ...racers.map((each) => each.name)],
    Array.from({ length: state.steps + 1 }, (_, step) => [String(step), ...racers.map((each) => placed(each.path[step]))]),
  );
}

function placed(point) {
  return point ? `(${point.map((part) => shown(part)).join(", ")})` : "—";
}

function racer(name, kind, path, walkedOn) {
  return { name, kind, path, losses: path.map(walkedOn.value) };
}

function drawStep(step) {
  const { x, y } = surface;
  map.show({ x: axis(x, "x"), y: axis(y, "y") }, (plot) => {
    plot.landscape(named, (a, b) => Math.log10(surface.value([a, b]) + 1e-3), levels());
    for (const place of surface.minima) plot.cross(...place);
    for (const { path, kind } of racers) plot.curve(path.slice(0, step + 1), kind);
    if (racers.length) plot.dots([racers[0].path[0]], "start", 5);
    for (const { path, kind } of racers) plot.dots([path[Math.min(step, path.length - 1)]], `${kind} now`, 6);
  });
  const most = Math.max(...racers.map((each) => each.path.length - 1), 10);
  losses.show({ x: { min: 0, max: most, label: say("step_label") }, y: { min: 1e-8, max: 1e3, log: true, label: say("loss") } }, (plot) => {
    plot.rule({ x: step });
    for (const { losses: all, kind } of racers) plot.curve(all.map((loss, at) => [at, Math.max(loss, 1e-12)]), kind);
    for (const { losses: all, kind } of racers) plot.dots([[Math.min(step, all.length - 1), all[Math.min(step, all.length - 1)]]], `${kind} now`, 5);
  });
  standing(step);
}

function standing(step) {
  const at = (each) => Math.min(step, each.path.length - 1);
  const left = (each) => each.path.length - 1 < step;
  const sorted = [...racers].sort((one, other) => left(one) - left(other) || one.losses[at(one)] - other.losses[at(other)]);
  put("standing-head", line("th", [say("optimizer"), say("loss"), say("end"), say("within")]));
  put(
    "standing",
    ...sorted.map((each) => {
      const soon = each.losses.findIndex((loss) => loss < ENOUGH);
      const place = left(each) ? say("left_map", { steps: each.path.length - 1 }) : `(${each.path[at(each)].map((part) => minus(Number(part.toFixed(2)) || 0)).join(", ")})`;
      return line("td", [each.name, shown(each.losses[at(each)], 3), place, soon < 0 || soon > step ? say("never") : say("steps_taken", { steps: soon })]);
    }),
  );
  const [best] = sorted;
  put("best", best ? say("best", { step, name: best.name, loss: shown(best.losses[at(best)], 3) }) : say("nobody"));
}

function line(tag, cells) {
  const row = document.createElement("tr");
  for (const [index, content] of cells.entries()) {
    const cell = document.createElement(index ? tag : "th");
    cell.scope = tag === "th" ? "col" : "row";
    if (tag === "td" && index) cell.removeAttribute("scope");
    cell.textContent = content;
    row.append(cell);
  }
  return row;
}

// Levels at equal distances of the logarithm: a valley shows its floor and its walls.
function levels() {
  const [low, high] = [-2.6, Math.log10(highest())];
  return Array.from({ length: LEVELS }, (_, index) => low + ((high - low) * (index + 1)) / (LEVELS + 1));
}

function highest() {
  const corners = surface.x.flatMap((a) => surface.y.map((b) => surface.value([a, b])));
  return Math.max(...corners);
}

function axis([min, max], label) {
  return { min, max, label };
}

// --- the reader's own programs ---

/** What a run of one's own stands for: it is drawn as long as all of this is as it was. */
function setUp(id, state) {
  return JSON.stringify([id, state.surface, state[id], state.x, state.y, state.steps, surface.noise ? state.seed : 0]);
}

const form = document.getElementById("own");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  const { state } = lab;
  const id = button.value.toLowerCase();
  const set = setUp(id, state);
  const data = new FormData(form);
  for (const [key, value] of Object.entries({ racer: button.value, surface: state.surface, lr: state[id], x: state.x, y: state.y, steps: state.steps, seed: state.seed })) data.set(key, value);
  button.disabled = true;
  try {
    const walked = await follow(form, data, (said) => put("own-said", said));
    if (walked.accepted || walked.path.length > 1) {
      // Meanwhile another surface may have been chosen: its losses would not be those of this path.
      const walker = racer(say("yours", { name: button.value }), "yours", walked.path, SURFACES[state.surface]);
      own = [...own.filter((each) => each.id !== id), { ...walker, id, set }];
    }
    put("own-said", walked.accepted ? say("ran", { name: button.value, steps: Math.max(walked.path.length - 1, 0) }) : say("failed", { said: walked.said }));
    lab.redraw();
  } catch (error) {
    put("own-said", error.said ?? say("unreachable"));
  } finally {
    button.disabled = false;
    button.focus();
  }
});
