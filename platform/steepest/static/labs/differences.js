// Difference quotients in the two usual precisions.

/** Functions with their slopes, and the place where the slope is asked for. */
export const FUNCTIONS = {
  exp: { at: 1, value: Math.exp, slope: Math.exp, name: "eˣ" },
  sin: { at: 1, value: Math.sin, slope: Math.cos, name: "sin x" },
  square: { at: 3, value: (x) => x * x, slope: (x) => 2 * x, name: "x²" },
  cube: { at: 2, value: (x) => x * x * x, slope: (x) => 3 * x * x, name: "x³" },
  log: { at: 2, value: Math.log, slope: (x) => 1 / x, name: "log x" },
};
export const EPSILON = { double: 2 ** -52, single: 2 ** -23 };

/** The slope of `f` at `x` by a difference over `h`: forward, or central.
 *
 * In single precision every intermediate result is rounded. `taken` divides by the step that was really taken:
 * (x + h) - x differs from h by a rounding error. */
export function quotient(f, x, h, { central = false, single = false, taken = false } = {}) {
  const round = single ? Math.fround : (number) => number;
  const step = round(h);
  const right = round(round(x) + step);
  const left = central ? round(round(x) - step) : round(x);
  const width = taken ? round(right - left) : round(central ? 2 * step : step);
  return round(round(round(f(right)) - round(f(left))) / width);
}

/** |quotient - slope| / |slope|. */
export function relativeError(f, x, h, settings) {
  const slope = f.slope(x);
  return Math.abs(quotient(f.value, x, h, settings) - slope) / Math.abs(slope);
}

/** The best h in theory, where the error of the formula and that of rounding are about as large. */
export const bestStep = (precision, central) => (central ? Math.cbrt(EPSILON[precision]) : Math.sqrt(EPSILON[precision]));
