// Points of two classes in the plane.
import { normalPairs, uniform } from "./random.js";

const turn = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

const PLACES = {
  circles: (label, next) => turn(label ? 1.35 * Math.sqrt(0.55 + 0.45 * next()) : 0.7 * Math.sqrt(next()), 2 * Math.PI * next()),
  xor: (label, next) => {
    const [x, y] = [0.15 + 1.2 * next(), 0.15 + 1.2 * next()];
    const side = next() < 0.5 ? 1 : -1;
    return [side * x, (label ? -side : side) * y];
  },
  moons: (label, next) => {
    const [x, y] = turn(1, Math.PI * next());
    return label ? [0.5 - x, 0.25 - y] : [x - 0.5, y - 0.25];
  },
  spirals: (label, next) => {
    const along = Math.sqrt(next());
    return turn(0.1 + 1.4 * along, 9 * along + (label ? Math.PI : 0));
  },
  blobs: (label, next) => {
    const [x, y] = [next() + next() - 1, next() + next() - 1];
    return label ? [0.7 + 0.7 * x, 0.5 + 0.7 * y] : [-0.7 + 0.7 * x, -0.5 + 0.7 * y];
  },
};
export const SHAPES = Object.keys(PLACES);

/** `count` points {x, y, label}, half of each class, moved by normal noise. */
export function points(shape, count, noise, seed) {
  const next = uniform(seed);
  const pair = normalPairs(seed + 1);
  return Array.from({ length: count }, (_, i) => {
    const [x, y] = PLACES[shape](i % 2, next);
    const [dx, dy] = pair();
    return { x: x + noise * dx, y: y + noise * dy, label: i % 2 };
  });
}
