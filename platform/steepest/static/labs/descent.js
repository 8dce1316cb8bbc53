// One weight and three examples: the mean squared error of y = wx is a bowl.
export const X = [1, 2, 3];
export const Y = [2, 4, 6];
export const MINIMUM = 2;
export const CURVATURE = 28 / 3;

/** The mean squared error, (14/3)(w - 2)². */
export const loss = (w) => X.reduce((sum, x, i) => sum + (w * x - Y[i]) ** 2, 0) / X.length;

/** Its slope: (2/n) sum x (wx - y). */
export const slope = (w) => (2 / X.length) * X.reduce((sum, x, i) => sum + x * (w * x - Y[i]), 0);

/** By what a step multiplies the distance to the minimum. */
export const factor = (lr) => 1 - CURVATURE * lr;

/** Every weight of gradient descent, the start included. */
export function descend(start, lr, steps) {
  const path = [start];
  for (let step = 0; step < steps; step++) path.push(path[step] - lr * slope(path[step]));
  return path;
}
