// The losses of steepest_numerics.losses, and their slopes.
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What one error d = prediction - target costs, and the slope of that; `delta` is Huber's. */
export const OF_ONE = {
  mse: { value: (d) => d * d, slope: (d) => 2 * d },
  mae: { value: (d) => Math.abs(d), slope: (d) => Math.sign(d) },
  huber: {
    value: (d, delta) => (Math.abs(d) <= delta ? (d * d) / 2 : delta * (Math.abs(d) - delta / 2)),
    slope: (d, delta) => Math.max(-delta, Math.min(delta, d)),
  },
};

/** The mean over all examples. */
export const overAll = (name, errors, delta) => mean(errors.map((d) => OF_ONE[name].value(d, delta)));

export const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** Of a logit z where the truth is 1: the cross-entropy, and the squared error of the probability. */
export const OF_LOGIT = {
  crossEntropy: {
    value: (z) => Math.max(z, 0) - z + Math.log1p(Math.exp(-Math.abs(z))),
    slope: (z) => -sigmoid(-z),
  },
  squared: {
    value: (z) => sigmoid(-z) ** 2,
    slope: (z) => -2 * sigmoid(-z) * sigmoid(z) * sigmoid(-z),
  },
};
