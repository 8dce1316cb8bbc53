// The surfaces of the race: the functions of steepest_numerics.surfaces, and what part of each is shown.
//
// `suggested` rates are such that each optimiser gets somewhere in the suggested number of steps.

const quadratic = (steep) => ({
  value: ([x, y]) => (x * x + steep * y * y) / 2,
  gradient: ([x, y]) => [x, steep * y],
});

export const SURFACES = {
  valley: {
    ...quadratic(50),
    minima: [[0, 0]],
    noise: 0,
    x: [-5, 3],
    y: [-2.4, 2.4],
    suggested: { x: -4, y: 1.2, steps: 120, sgd: 0.035, momentum: 0.005, nesterov: 0.005, adagrad: 0.5, rmsprop: 0.05, adam: 0.2, adamw: 0.2 },
  },
  rosenbrock: {
    value: ([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: ([x, y]) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
    minima: [[1, 1]],
    noise: 0,
    x: [-2, 2],
    y: [-0.9, 2.1],
    suggested: { x: -1.2, y: 1, steps: 300, sgd: 0.002, momentum: 0.001, nesterov: 0.001, adagrad: 0.5, rmsprop: 0.05, adam: 0.2, adamw: 0.2 },
  },
  beale: {
    value: ([x, y]) => (1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2 + (2.625 - x + x * y * y * y) ** 2,
    gradient: ([x, y]) => {
      const [a, b, c] = [1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y];
      return [2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y * y * y - 1), 2 * a * x + 4 * b * x * y + 6 * c * x * y * y];
    },
    minima: [[3, 0.5]],
    noise: 0,
    x: [-1, 4.5],
    y: [-1.8, 2],
    suggested: { x: 1, y: 1.5, steps: 200, sgd: 0.01, momentum: 0.002, nesterov: 0.002, adagrad: 0.5, rmsprop: 0.05, adam: 0.1, adamw: 0.1 },
  },
  himmelblau: {
    value: ([x, y]) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    gradient: ([x, y]) => {
      const [a, b] = [x * x + y - 11, x + y * y - 7];
      return [4 * a * x + 2 * b, 2 * a + 4 * b * y];
    },
    minima: [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.28318599128617],
      [3.584428340330492, -1.848126526964404],
    ],
    noise: 0,
    x: [-6, 6],
    y: [-5, 5],
    suggested: { x: -0.3, y: -0.8, steps: 120, sgd: 0.01, momentum: 0.005, nesterov: 0.005, adagrad: 0.5, rmsprop: 0.05, adam: 0.2, adamw: 0.2 },
  },
  saddle: {
    value: ([x, y]) => x * x + (y * y - 1) ** 2 / 4,
    gradient: ([x, y]) => [2 * x, y * (y * y - 1)],
    minima: [[0, 1], [0, -1]],
    noise: 0,
    x: [-2, 2],
    y: [-1.5, 1.5],
    suggested: { x: -1.6, y: 0.001, steps: 120, sgd: 0.1, momentum: 0.05, nesterov: 0.05, adagrad: 0.2, rmsprop: 0.02, adam: 0.05, adamw: 0.05 },
  },
  "noisy-bowl": {
    ...quadratic(1),
    minima: [[0, 0]],
    noise: 1.5,
    x: [-4.5, 2.5],
    y: [-1.6, 3.2],
    suggested: { x: -3.5, y: 2.5, steps: 200, sgd: 0.1, momentum: 0.02, nesterov: 0.02, adagrad: 0.5, rmsprop: 0.1, adam: 0.1, adamw: 0.1 },
  },
};
