// What every lab shares: its set-up stands in the controls and in the address, and is announced.
//
//   const lab = start((state, lab) => { ...draw... });
//
// `state` holds the value of every named control of #controls: numbers as numbers, a group of checkboxes as a list.
// What differs from the page's defaults stands in the address, so that a set-up can be sent to somebody; a link that
// begins with ? leads to another set-up without loading the page anew, and Back leads back.
//
// Defaults that depend on one control: start(draw, {by: "surface", suggested: (surface) => ({lr: 0.1, ...})}).
import { copy } from "../site.js";
import { minus, raised } from "./plot.js";

export const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
export const calm = matchMedia("(prefers-reduced-motion: reduce)");

const form = document.getElementById("controls");
const note = document.getElementById("note");
const WRITE_AFTER = 200; // milliseconds: browsers refuse to write the address for every pixel of a drag
const ANNOUNCE_AFTER = 700; // a screen reader is told what has come to rest

/** Put values into a sentence of the page: say("lr", {lr: 0.1}). */
export function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** A number as it is read: four digits, a real minus. */
export function shown(number, digits = 4) {
  if (Number.isNaN(number)) return "—";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  const size = Math.abs(number);
  if (size && (size >= 1e6 || size < 1e-4)) {
    const [head, power] = number.toExponential(Math.max(digits - 2, 0)).split("e").map(Number);
    return `${minus(head)}·10${raised(power)}`;
  }
  return minus(Number(number.toPrecision(digits)));
}

/** Numbers at equal distances, both ends included. */
export function range(from, to, count) {
  return Array.from({ length: count + 1 }, (_, index) => from + ((to - from) * index) / count);
}

/** Begin: read the address, draw, and draw again whenever a control changes. */
export function start(draw, { by = "", suggested = () => ({}) } = {}) {
  const controls = groups();
  const lab = { state: {}, set, redraw, controls: form };

  function redraw(changed = "") {
    lab.state = read(controls);
    for (const output of form.querySelectorAll("output[data-of]")) {
      output.textContent = shown(lab.state[output.dataset.of]);
    }
    draw(lab.state, lab, changed);
  }

  function suggest() {
    usual = by ? suggested(valueOf(controls.get(by))) : {};
  }

  /** Give controls other values, as if somebody had typed them. */
  function set(values) {
    for (const [name, value] of Object.entries(values)) if (controls.has(name)) write(controls.get(name), value);
    moveSliders();
    redraw(Object.keys(values)[0]);
    remember(controls);
  }

  function restore(search) {
    const refused = [];
    const asked = new URLSearchParams(search);
    const names = [...controls.keys()].sort((one, other) => (other === by) - (one === by)); // that one comes first
    for (const name of names) {
      reset(controls.get(name));
      if (asked.has(name) && !take(controls.get(name), asked.get(name))) refused.push(`${name}=${asked.get(name)}`);
      if (name === by) suggest();
      else if (!asked.has(name) && name in usual) write(controls.get(name), usual[name]);
    }
    note.textContent = refused.length ? say("refused", { settings: refused.join(", ").slice(0, 120) }) : "";
    note.hidden = !refused.length;
    moveSliders();
    redraw();
  }

  linkSliders();
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.name && !field.dataset.for) return; // no part of the set-up: the player's
    if (by && field.name === by) {
      suggest();
      for (const [name, value] of Object.entries(usual)) write(controls.get(name), value);
    }
    moveSliders(field);
    if (field.type === "number") field.ariaInvalid = isRight(field) ? null : "true";
    redraw(field.name || field.dataset.for);
    remember(controls);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    writeNow();
    history.pushState(null, "", link.getAttribute("href") === "?" ? location.pathname : link.getAttribute("href"));
    restore(location.search);
    document.getElementById("bench").scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  });
  addEventListener("popstate", () => restore(location.search));
  document.getElementById("copy")?.addEventListener("click", ({ target }) => {
    writeNow();
    copy(location.href, target, target.dataset.copied);
  });
  const languageSwitch = document.querySelector("[data-keep-place]");
  languageSwitch?.addEventListener("click", () => {
    writeNow();
    languageSwitch.search = location.search;
  });
  restore(location.search);
  return lab;
}

// --- controls ---

/** The named controls of the form: lists of the fields of each name, in order. */
function groups() {
  const found = new Map();
  for (const field of form.elements) {
    if (field.name && field.name !== "csrf_token") found.set(field.name, [...(found.get(field.name) ?? []), field]);
  }
  return found;
}

function read(controls) {
  return Object.fromEntries([...controls].map(([name, fields]) => [name, valueOf(fields)]));
}

function valueOf(fields) {
  const [first] = fields;
  if (first.type === "radio") return fields.find((field) => field.checked)?.value ?? first.value;
  if (first.type === "checkbox") {
    return fields.length === 1 && first.value === "on" ? first.checked : fields.filter((field) => field.checked).map((field) => field.value);
  }
  if (first.type !== "number") return first.value;
  if (isRight(first)) first.dataset.last = first.value; // while somebody types, the last number that was one
  return Number(first.dataset.last ?? first.defaultValue);
}

const isRight = (field) => isPossible(field, field.valueAsNumber);

/** Whether a number stands within the bounds of its control, and is a whole one where that is asked for. */
function isPossible({ min, max, step }, number) {
  return number >= Number(min) && number <= Number(max) && (step !== "1" || Number.isInteger(number));
}

function reset(fields) {
  for (const field of fields) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.defaultChecked;
    else if (field.tagName === "SELECT") field.value = ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
    else field.value = field.defaultValue;
    delete field.dataset.last;
    field.removeAttribute("aria-invalid");
  }
}

/** Set a control to what the address says; false, and nothing changes, where that is no possible value. */
function take(fields, text) {
  const [first] = fields;
  const offered = fields.map((field) => field.value);
  if (first.type === "radio" && !offered.includes(text)) return false;
  if (first.type === "checkbox") {
    const chosen = text ? text.split(",") : [];
    if (offered.length === 1 && offered[0] === "on" ? !["0", "1"].includes(text) : !chosen.every((each) => offered.includes(each))) return false;
    write(fields, offered[0] === "on" ? text === "1" : chosen);
    return true;
  }
  if (first.tagName === "SELECT" && ![...first.options].some((option) => option.value === text)) return false;
  if (first.type === "number") {
    const number = text.trim() === "" ? NaN : Number(text);
    if (!isPossible(first, number)) return false;
    write(fields, number);
    return true;
  }
  write(fields, text);
  return true;
}

function write(fields, value) {
  const [first] = fields;
  if (first.type === "radio") for (const field of fields) field.checked = field.value === value;
  else if (first.type === "checkbox") for (const field of fields) field.checked = value === true || (Array.isArray(value) && value.includes(field.value));
  else first.value = String(value);
}

// --- sliders: the same value as the number beside them, by a slide ---

function linkSliders() {
  for (const slider of form.querySelectorAll("input[data-for]")) {
    const field = form.elements[slider.dataset.for];
    const log = slider.dataset.scale === "log";
    const fine = log ? 1000 : Math.round((field.max - field.min) / slider.dataset.step);
    Object.assign(slider, { min: 0, max: fine, step: 1 });
    slider.share = () => {
      const { min, max } = field;
      const number = Number(field.value);
      return fine * (log ? Math.log(number / min) / Math.log(max / min) : (number - min) / (max - min));
    };
    slider.addEventListener("input", () => {
      const { min, max } = { min: Number(field.min), max: Number(field.max) };
      const share = slider.value / fine;
      const number = log ? min * (max / min) ** share : min + share * (max - min);
      field.value = String(Number(number.toPrecision(log ? 3 : 6)));
      slider.setAttribute("aria-valuetext", field.value);
    });
  }
}

function moveSliders(but) {
  for (const slider of form.querySelectorAll("input[data-for]")) {
    if (slider === but) continue;
    slider.value = slider.share();
    slider.setAttribute("aria-valuetext", form.elements[slider.dataset.for].value);
  }
}

// --- the address ---

let usual = {}; // defaults other than the page's
let writing = 0;
let unwritten = null;

function remember(controls) {
  unwritten = controls;
  clearTimeout(writing);
  writing = setTimeout(writeNow, WRITE_AFTER);
}

function writeNow() {
  clearTimeout(writing);
  if (!unwritten) return;
  const search = new URLSearchParams();
  for (const [name, fields] of unwritten) if (!isDefault(name, fields)) search.set(name, written(valueOf(fields)));
  const query = search.toString().replaceAll("%2C", ",");
  history.replaceState(history.state, "", location.pathname + (query && `?${query}`));
  unwritten = null;
}
addEventListener("pagehide", writeNow);

function isDefault(name, fields) {
  if (name in usual) return written(valueOf(fields)) === written(usual[name]);
  return fields.every((field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked === field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].every((option) => option.selected === option.defaultSelected || (option.selected && option.index === 0));
    return Number(field.dataset.last ?? field.value) === Number(field.defaultValue);
  });
}

const written = (value) => (value === true ? "1" : value === false ? "0" : Array.isArray(value) ? value.join(",") : String(value));

// --- what is read out ---

const status = document.getElementById("status");
let announcing = 0;

/** Say it to a screen reader, once nothing has changed for a moment. */
export function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => (status.textContent = text), ANNOUNCE_AFTER);
}

/** Write a text (or elements) into the page where it is needed. */
export function put(id, ...content) {
  document.getElementById(id).replaceChildren(...content);
}

/** Rows of text for the table `id`: kept, and written when its details are open. */
export function table(id, head, rows) {
  const place = document.getElementById(id);
  const details = place.closest("details");
  place.fill = () => {
    place.tHead.replaceChildren(row(head, () => ["th", "col"]));
    place.tBodies[0].replaceChildren(...rows.map((cells) => row(cells, (index) => (index ? ["td", ""] : ["th", "row"]))));
  };
  if (details.open) place.fill();
  if (!details.dataset.fills) {
    details.dataset.fills = "yes";
    details.addEventListener("toggle", () => details.open && details.querySelectorAll("table").forEach((each) => each.fill?.()));
  }
}

function row(cells, kind) {
  const made = document.createElement("tr");
  cells.forEach((cell, index) => {
    const [tag, scope] = kind(index);
    const made_cell = document.createElement(tag);
    if (scope) made_cell.scope = scope;
    made_cell.textContent = cell;
    made.append(made_cell);
  });
  return made;
}

// --- steps that can be played ---

/** The player of a page: `show(step)` is called for every step that is to be seen.
 *
 * Nothing plays by itself. player.length(n) sets how many steps there are and shows the last. */
export function player(show, { interval = 60 } = {}) {
  const slider = document.getElementById("step");
  const play = document.getElementById("play");
  const once = document.getElementById("once");
  const label = play.textContent;
  let timer = 0;

  function go(step) {
    slider.value = step;
    slider.setAttribute("aria-valuetext", say("step", { step: slider.value, steps: slider.max }));
    show(Number(slider.value));
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = label;
  }
  function advance() {
    if (Number(slider.value) >= Number(slider.max)) return stop();
    return go(Number(slider.value) + 1);
  }
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(slider.value) >= Number(slider.max)) go(0);
    play.textContent = play.dataset.pause;
    // All of it within about eight seconds, and slowly for who wants little motion.
    timer = setInterval(advance, calm.matches ? 600 : Math.min(Math.max(8000 / slider.max, 16), interval * 10));
    return undefined;
  });
  once.addEventListener("click", () => {
    stop();
    go(Number(slider.value) >= Number(slider.max) ? 0 : Number(slider.value) + 1);
  });
  slider.addEventListener("input", () => {
    stop();
    go(Number(slider.value));
  });
  return {
    get step() {
      return Number(slider.value);
    },
    length(steps) {
      stop();
      slider.max = steps;
      slider.value = steps;
      slider.setAttribute("aria-valuetext", say("step", { step: steps, steps }));
    },
  };
}
