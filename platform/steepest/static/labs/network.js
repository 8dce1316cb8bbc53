// A network with one hidden layer that tells two classes apart, all its parameters in one array.
//
// Of H hidden units: W1 (2 x H), b1 (H), W2 (H x 2), b2 (2). With `relu` it is that of steepest_numerics.networks.
import { normalPairs } from "./random.js";

export const ACTIVATIONS = {
  relu: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
};

/** Where W1, b1, W2 and b2 begin, and how many numbers there are. */
export const layout = (units) => ({ W1: 0, b1: 2 * units, W2: 3 * units, b2: 5 * units, size: 5 * units + 2 });

/** Parameters to begin with: normal weights, scaled by what goes into a unit (He 2015); biases spread the bends. */
export function begin(units, seed) {
  const { b1, W2, b2, size } = layout(units);
  const next = normalPairs(seed);
  const normal = Array.from({ length: Math.ceil(size / 2) }, next).flat();
  return Array.from({ length: size }, (_, i) => {
    if (i < b1) return normal[i];
    if (i < W2) return 0.3 * normal[i];
    return i < b2 ? normal[i] * Math.sqrt(2 / units) : 0;
  });
}

/** The probability of class 1 at a point. */
export function probability(params, units, activation, x, y) {
  const { b1, W2, b2 } = layout(units);
  const act = ACTIVATIONS[activation].value;
  let [zero, one] = [params[b2], params[b2 + 1]];
  for (let k = 0; k < units; k++) {
    const out = act(x * params[k] + y * params[units + k] + params[b1 + k]);
    zero += out * params[W2 + 2 * k];
    one += out * params[W2 + 2 * k + 1];
  }
  return 1 / (1 + Math.exp(zero - one));
}

/** The mean cross-entropy over `points`, {x, y, label}, and its gradient by all parameters. */
export function lossAndGradient(params, units, activation, points) {
  const { b1, W2, b2, size } = layout(units);
  const { value, slope } = ACTIVATIONS[activation];
  const gradient = new Array(size).fill(0);
  const before = new Float64Array(units);
  let loss = 0;
  for (const { x, y, label } of points) {
    let [zero, one] = [params[b2], params[b2 + 1]];
    for (let k = 0; k < units; k++) {
      before[k] = x * params[k] + y * params[units + k] + params[b1 + k];
      const out = value(before[k]);
      zero += out * params[W2 + 2 * k];
      one += out * params[W2 + 2 * k + 1];
    }
    const apart = label ? zero - one : one - zero; // by how much the wrong class leads
    loss += Math.max(apart, 0) + Math.log1p(Math.exp(-Math.abs(apart)));
    const wrong = 1 / (1 + Math.exp(-apart)) / points.length;
    const slopes = label ? [wrong, -wrong] : [-wrong, wrong];
    for (let k = 0; k < units; k++) {
      const out = value(before[k]);
      gradient[W2 + 2 * k] += out * slopes[0];
      gradient[W2 + 2 * k + 1] += out * slopes[1];
      const below = (slopes[0] * params[W2 + 2 * k] + slopes[1] * params[W2 + 2 * k + 1]) * slope(before[k]);
      gradient[k] += x * below;
      gradient[units + k] += y * below;
      gradient[b1 + k] += below;
    }
    gradient[b2] += slopes[0];
    gradient[b2 + 1] += slopes[1];
  }
  return { loss: loss / points.length, gradient };
}
