// The optimisers of steepest_numerics.optimizers, for a point of numbers: step(w, g) returns the next point.
import { normalPairs } from "./random.js";

const FAR = 1e6; // a path that leaves this square is not followed further
const zeros = (w) => w.map(() => 0);

export const OPTIMIZERS = {
  sgd: (lr) => (w, g) => w.map((each, i) => each - lr * g[i]),
  momentum: (lr, { mu = 0.9 } = {}) => {
    let v;
    return (w, g) => {
      v = (v ?? zeros(w)).map((each, i) => mu * each + g[i]);
      return w.map((each, i) => each - lr * v[i]);
    };
  },
  nesterov: (lr, { mu = 0.9 } = {}) => {
    let v;
    return (w, g) => {
      v = (v ?? zeros(w)).map((each, i) => mu * each + g[i]);
      return w.map((each, i) => each - lr * (g[i] + mu * v[i]));
    };
  },
  adagrad: (lr, { eps = 1e-10 } = {}) => {
    let v;
    return (w, g) => {
      v = (v ?? zeros(w)).map((each, i) => each + g[i] ** 2);
      return w.map((each, i) => each - (lr * g[i]) / (Math.sqrt(v[i]) + eps));
    };
  },
  rmsprop: (lr, { rho = 0.99, eps = 1e-8 } = {}) => {
    let v;
    return (w, g) => {
      v = (v ?? zeros(w)).map((each, i) => rho * each + (1 - rho) * g[i] ** 2);
      return w.map((each, i) => each - (lr * g[i]) / (Math.sqrt(v[i]) + eps));
    };
  },
  adam: (lr, settings) => adam(lr, settings),
  adamw: (lr, { decay = 0.01, ...settings } = {}) => {
    const step = adam(lr, settings);
    return (w, g) => step(w.map((each) => each * (1 - lr * decay)), g);
  },
};

function adam(lr, { beta1 = 0.9, beta2 = 0.999, eps = 1e-8 } = {}) {
  let m;
  let v;
  let t = 0;
  return (w, g) => {
    t += 1;
    m = (m ?? zeros(w)).map((each, i) => beta1 * each + (1 - beta1) * g[i]);
    v = (v ?? zeros(w)).map((each, i) => beta2 * each + (1 - beta2) * g[i] ** 2);
    return w.map((each, i) => each - (lr * (m[i] / (1 - beta1 ** t))) / (Math.sqrt(v[i] / (1 - beta2 ** t)) + eps));
  };
}

/** Every point of an optimiser's walk on a surface, the start included; it ends early where it leaves the map. */
export function walk(step, surface, start, steps, seed = 0) {
  const noise = normalPairs(seed);
  const path = [start];
  for (let count = 0; count < steps; count++) {
    const pair = noise();
    const gradient = surface.gradient(path[count]).map((slope, i) => slope + surface.noise * pair[i]);
    const next = step(path[count], gradient);
    if (!next.every((each) => Math.abs(each) <= FAR)) break;
    path.push(next);
  }
  return path;
}
