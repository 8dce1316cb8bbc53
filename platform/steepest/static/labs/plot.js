// Curves, points and contour lines in SVG: what every lab draws with.
//
//   const plot = new Plot(document.getElementById("bowl"));
//   plot.show({ x: { min: -2, max: 6, label: "w" }, y: { min: 0, max: 80, label: "L(w)" } }, (plot) => {
//     plot.curve(points, "water");
//     plot.dots([[0, 18.7]], "path");
//   });
//
// What is drawn last is drawn again when the place for it changes its width. Colours are classes of labs.css, so
// a drawing follows light and dark. A plot shows; whatever it lets one drag can be set by a control too.
import { contours } from "./contours.js";

const SVG = "http://www.w3.org/2000/svg";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const CELL = 5; // pixels between two samples of a landscape

export class Plot {
  /** `host` holds nothing but a place-holder; its data-height says how high the drawing is, as a share of its width. */
  constructor(host) {
    this.host = host;
    this.share = Number(host.dataset.height ?? 0.62);
    this.svg = element("svg", { role: "img", "aria-label": host.dataset.label ?? "" });
    host.replaceChildren(this.svg);
    this.kept = null; // a landscape, which is costly to draw
    this.width = 0;
    new ResizeObserver(() => this.width !== this.room() && this.redraw()).observe(host);
  }

  room() {
    return Math.max(Math.floor(this.host.clientWidth), 120);
  }

  /** Draw: axes first, then whatever `paint(plot)` adds. An axis: {min, max, label, log, ticks}. */
  show(axes, paint) {
    Object.assign(this, { axes, paint });
    this.redraw();
  }

  /** What somebody is told who can't see the drawing. */
  describe(text) {
    this.svg.setAttribute("aria-label", text);
  }

  redraw() {
    if (!this.axes) return;
    this.width = this.room();
    this.height = Math.round(Math.min(Math.max(this.width * this.share, 140), 520));
    const { x, y } = this.axes;
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.svg.setAttribute("width", this.width);
    this.svg.setAttribute("height", this.height);
    const yTicks = ticksOf(y, this.height / 45);
    const left = y.bare ? 6 : 12 + 7 * Math.max(...yTicks.map((tick) => tickName(tick, y).length), 1);
    this.box = { left, top: y.label ? 24 : 10, right: this.width - 12, bottom: this.height - (x.bare ? 6 : x.label ? 42 : 26) };
    const { top, right, bottom } = this.box;
    const inner = { x: left, y: top, width: right - left, height: bottom - top };
    this.inside = element("svg", { ...inner, viewBox: `${left} ${top} ${inner.width} ${inner.height}`, class: "inside" });
    this.above = element("g");
    this.svg.replaceChildren(this.frame(x, y, yTicks), this.inside, this.above);
    this.paint(this);
  }

  frame(x, y, yTicks) {
    const { left, top, right, bottom } = this.box;
    const frame = element("g", { class: "frame" });
    if (!x.bare) {
      for (const tick of ticksOf(x, (right - left) / 62)) {
        const at = this.x(tick);
        frame.append(element("path", { class: "grid", d: `M${at} ${top}V${bottom}` }));
        frame.append(text(at, bottom + 17, tickName(tick, x), "tick", "middle"));
      }
      if (x.label) frame.append(text(right, bottom + 36, x.label, "axis", "end"));
    }
    if (!y.bare) {
      for (const tick of yTicks) {
        const at = this.y(tick);
        frame.append(element("path", { class: "grid", d: `M${left} ${at}H${right}` }));
        frame.append(text(left - 7, at + 4, tickName(tick, y), "tick", "end"));
      }
      if (y.label) frame.append(text(2, 13, y.label, "axis", "start"));
    }
    if (!y.bare) frame.append(element("path", { class: "edge", d: `M${left} ${top}V${bottom}H${right}` }));
    return frame;
  }

  /** Pixels of a value. */
  x(value) {
    return round(this.box.left + part(value, this.axes.x) * (this.box.right - this.box.left));
  }

  y(value) {
    return round(this.box.bottom - part(value, this.axes.y) * (this.box.bottom - this.box.top));
  }

  /** A line through points [x, y]; it is interrupted where one is not finite. */
  curve(points, kind, { under = false } = {}) {
    let d = "";
    let drawing = false;
    for (const [x, y] of points) {
      const at = [this.x(x), this.y(y)];
      if (!at.every(Number.isFinite)) {
        drawing = false;
        continue;
      }
      d += `${drawing ? "L" : "M"}${limited(at[0])} ${limited(at[1])}`;
      drawing = true;
    }
    const line = element("path", { class: `curve ${kind}`, d });
    if (under) this.inside.prepend(line);
    else this.inside.append(line);
  }

  /** Discs, of a radius in pixels; drawn over the edge too, so that none is cut in half. */
  dots(points, kind, radius = 4) {
    for (const [x, y] of points) {
      const at = [this.x(x), this.y(y)];
      if (at.every(Number.isFinite) && this.holds(...at)) {
        this.above.append(element("circle", { class: `dot ${kind}`, cx: at[0], cy: at[1], r: radius }));
      }
    }
  }

  holds(x, y) {
    const { left, top, right, bottom } = this.box;
    return x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;
  }

  /** A straight line across the plot at an x or a y, with a word at its end. */
  rule({ x, y, label = "", kind = "" }) {
    const { left, top, right, bottom } = this.box;
    const at = x === undefined ? this.y(y) : this.x(x);
    if (!Number.isFinite(at)) return;
    const d = x === undefined ? `M${left} ${at}H${right}` : `M${at} ${top}V${bottom}`;
    this.inside.append(element("path", { class: `rule ${kind}`, d }));
    if (!label) return;
    if (x === undefined) this.above.append(text(right - 4, at - 6, label, `said ${kind}`, "end"));
    else this.above.append(text(at + (at > right - 90 ? -6 : 6), top + 12, label, `said ${kind}`, at > right - 90 ? "end" : "start"));
  }

  /** A filled stripe between two values of x. */
  band(from, to, kind) {
    const [x, end] = [Math.max(this.x(from), this.box.left), Math.min(this.x(to), this.box.right)];
    if (end <= x) return;
    const { top, bottom } = this.box;
    this.inside.append(element("rect", { class: `band ${kind}`, x, y: top, width: round(end - x), height: bottom - top }));
  }

  /** A column that stands on the axis; `width` in values of x. */
  bar(x, y, width, kind) {
    const [left, right, top] = [this.x(x - width / 2), this.x(x + width / 2), this.y(y)];
    const height = Math.max(this.box.bottom - top, 0);
    this.inside.append(element("rect", { class: `bar ${kind}`, x: left, y: top, width: round(right - left), height }));
  }

  /** A word beside a point, kept inside the drawing. */
  word(x, y, words, kind = "", { dx = 8, dy = -8 } = {}) {
    const anchor = this.x(x) > this.box.right - 90 ? "end" : "start";
    const at = Math.min(Math.max(this.y(y) + dy, this.box.top + 12), this.box.bottom - 4);
    this.above.append(text(this.x(x) + (anchor === "end" ? -dx : dx), at, words, `said ${kind}`, anchor));
  }

  /** A mark for a place that one looks for. */
  cross(x, y, kind = "") {
    const [a, b] = [this.x(x), this.y(y)];
    this.above.append(element("path", { class: `cross ${kind}`, d: `M${a - 5} ${b - 5}l10 10M${a - 5} ${b + 5}l10 -10` }));
  }

  /** The contour lines of height(x, y) at `levels`, lowest first, with tints between them.
   *
   * They are kept under `key` for as long as it and the size stay the same. `cell`: pixels between two samples. */
  landscape(key, height, levels, cell = CELL) {
    const name = `${key} ${this.width}x${this.height}`;
    if (this.kept?.name !== name) {
      const group = element("g");
      this.below(height, levels, cell).forEach((d, index) => {
        group.append(element("path", { class: `level ${index % 4 ? "" : "index"}`, d }));
      });
      this.kept = { name, group };
    }
    this.inside.prepend(this.kept.group);
  }

  /** The map of a probability: its regions, from the highest `limits` down, in the classes region0, region1 ... */
  regions(height, limits, cell = CELL) {
    const { left, top, right, bottom } = this.box;
    this.inside.append(element("path", { class: "region region0", d: `M${left} ${top}H${right}V${bottom}H${left}Z` }));
    this.below(height, limits, cell).forEach((d, index) => {
      this.inside.append(element("path", { class: `region region${index + 1}`, d }));
    });
  }

  /** For each level, the region that lies at or below it, as a path. */
  below(height, levels, cell) {
    const { left, top, right, bottom } = this.box;
    const { x, y } = this.axes;
    const columns = Math.ceil((right - left) / cell);
    const rows = Math.ceil((bottom - top) / cell);
    // A cell more on every side: what closes a region along the edge is not seen.
    const values = new Float64Array((columns + 3) * (rows + 3));
    for (let row = -1, at = 0; row <= rows + 1; row++) {
      const b = value(1 - row / rows, y);
      for (let column = -1; column <= columns + 1; column++) values[at++] = height(value(column / columns, x), b);
    }
    const [dx, dy] = [(right - left) / columns, (bottom - top) / rows];
    const pixels = ([a, b]) => `${round(left + (a - 1) * dx)} ${round(top + (b - 1) * dy)}`;
    return levels.map((level) =>
      contours(values, columns + 3, rows + 3, level).map((ring) => `M${ring.map(pixels).join("L")}Z`).join(""),
    );
  }

  /** Where a pointer is, in values of the axes. */
  at(event) {
    const rect = this.svg.getBoundingClientRect();
    const scale = this.width / rect.width;
    const { left, top, right, bottom } = this.box;
    const across = ((event.clientX - rect.left) * scale - left) / (right - left);
    const up = (bottom - (event.clientY - rect.top) * scale) / (bottom - top);
    const inside = (share) => Math.min(Math.max(share, 0), 1);
    return [value(inside(across), this.axes.x), value(inside(up), this.axes.y)];
  }

  /** Call move(x, y) while a pointer is held down on the drawing; `start(x, y)` may refuse by returning false. */
  drag(move, start = () => true) {
    this.host.classList.add("draggable");
    let held = false;
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || start(...this.at(event)) === false) return;
      held = true;
      this.svg.setPointerCapture(event.pointerId);
      event.preventDefault();
      move(...this.at(event));
    });
    this.svg.addEventListener("pointermove", (event) => held && move(...this.at(event)));
    for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => (held = false));
  }
}

export function element(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, setting] of Object.entries(attributes)) made.setAttribute(key, setting);
  return made;
}

function text(x, y, words, kind, anchor) {
  const made = element("text", { x, y, class: kind, "text-anchor": anchor });
  made.textContent = words;
  return made;
}

const round = (pixels) => Math.round(pixels * 10) / 10;
const limited = (pixels) => Math.min(Math.max(pixels, -1e5), 1e5); // a browser draws nothing at 1e300

/** A value's place between the ends of an axis, from 0 to 1; what a logarithm can't show lies below. */
function part(value, { min, max, log }) {
  if (!log) return (value - min) / (max - min);
  if (Number.isNaN(value)) return NaN;
  return value > 0 ? Math.log(value / min) / Math.log(max / min) : -0.05;
}

function value(share, { min, max, log }) {
  return log ? min * (max / min) ** share : min + share * (max - min);
}

/** At most about `count` round numbers. */
export function ticksOf({ min, max, log, ticks }, count) {
  if (ticks) return ticks;
  if (log) return decades(min, max, count);
  const rough = (max - min) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const found = [];
  for (let index = Math.ceil(min / step - 1e-9); index * step <= max + step * 1e-9; index++) found.push(index * step);
  return found;
}

function decades(min, max, count) {
  const [low, high] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
  const stride = Math.max(1, Math.ceil((high - low) / Math.max(count, 1)));
  const found = [];
  for (let power = low; power <= high; power++) if (power % stride === 0) found.push(Number(`1e${power}`));
  return found;
}

function tickName(tick, { log }) {
  const size = Math.abs(tick);
  if (size && (size >= 1e5 || size < 1e-3)) {
    const [digits, power] = tick.toExponential(2).split("e").map(Number);
    if (log || digits === 1) return `${digits < 0 ? "−" : ""}10${raised(power)}`;
    return `${minus(digits)}·10${raised(power)}`;
  }
  return minus(Number(tick.toPrecision(6)));
}

export const raised = (power) => `${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[digit]).join("")}`;
export const minus = (number) => String(number).replace("-", "−");
