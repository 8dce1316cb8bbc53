// A linear classifier of digits with its two losses, and how they run along lines and planes through its weights.
import { IMAGES, LABELS } from "./digits.js";
import { normalPairs } from "./random.js";

export const CLASSES = 10;
export const PIXELS = 65; // 64 and a 1, whose weights are the bias
export const SIZE = PIXELS * CLASSES;

/** The first `count` images, a row of 65 numbers each, and what they show. */
export function examples(count) {
  const rows = IMAGES.slice(0, count).map((image) => Float64Array.from([...image].map((letter) => (letter.charCodeAt(0) - 97) / 16).concat(1)));
  return { rows, labels: Array.from(LABELS.slice(0, count), Number) };
}

/** The scores of every class for every image, in one array; W is 65 x 10, row by row. */
export function scores(W, { rows }) {
  const found = new Float64Array(rows.length * CLASSES);
  rows.forEach((row, i) => {
    for (let d = 0; d < PIXELS; d++) {
      const value = row[d];
      if (value === 0) continue;
      for (let c = 0; c < CLASSES; c++) found[i * CLASSES + c] += value * W[d * CLASSES + c];
    }
  });
  return found;
}

/** Both losses as a mean over the images, given the scores. */
export const LOSSES = {
  softmax: (S, labels) => mean(labels, (label, i) => {
    const at = i * CLASSES;
    let most = -Infinity;
    for (let c = 0; c < CLASSES; c++) most = Math.max(most, S[at + c]);
    let sum = 0;
    for (let c = 0; c < CLASSES; c++) sum += Math.exp(S[at + c] - most);
    return Math.log(sum) + most - S[at + label];
  }),
  hinge: (S, labels) => mean(labels, (label, i) => {
    const at = i * CLASSES;
    let sum = 0;
    for (let c = 0; c < CLASSES; c++) if (c !== label) sum += Math.max(0, S[at + c] - S[at + label] + 1);
    return sum;
  }),
};

const mean = (labels, cost) => labels.reduce((sum, label, i) => sum + cost(label, i), 0) / labels.length;

// The slopes of one image's loss by its scores.
const SLOPES = {
  softmax: (S, at, label, into) => {
    let most = -Infinity;
    for (let c = 0; c < CLASSES; c++) most = Math.max(most, S[at + c]);
    let sum = 0;
    for (let c = 0; c < CLASSES; c++) sum += into[c] = Math.exp(S[at + c] - most);
    for (let c = 0; c < CLASSES; c++) into[c] = into[c] / sum - (c === label);
  },
  hinge: (S, at, label, into) => {
    into.fill(0);
    for (let c = 0; c < CLASSES; c++) {
      if (c === label || S[at + c] - S[at + label] + 1 <= 0) continue;
      into[c] = 1;
      into[label] -= 1;
    }
  },
};

/** The gradient of a loss by the weights. */
export function gradient(name, W, data) {
  const S = scores(W, data);
  const found = new Float64Array(SIZE);
  const slopes = new Float64Array(CLASSES);
  data.rows.forEach((row, i) => {
    SLOPES[name](S, i * CLASSES, data.labels[i], slopes);
    for (let d = 0; d < PIXELS; d++) {
      const value = row[d] / data.rows.length;
      if (value === 0) continue;
      for (let c = 0; c < CLASSES; c++) found[d * CLASSES + c] += value * slopes[c];
    }
  });
  return found;
}

/** Every set of weights of gradient descent from 0. */
export function train(name, data, lr, steps) {
  const path = [new Float64Array(SIZE)];
  for (let step = 0; step < steps; step++) {
    const g = gradient(name, path[step], data);
    path.push(path[step].map((w, i) => w - lr * g[i]));
  }
  return path;
}

/** The loss at W + a D1 + b D2, as a function of a and b. Scores are linear in the weights: it costs no new ones. */
export function plane(name, W, D1, D2, data) {
  const [S, S1, S2] = [W, D1, D2].map((weights) => scores(weights, data));
  const at = new Float64Array(S.length);
  return (a, b) => {
    for (let i = 0; i < S.length; i++) at[i] = S[i] + a * S1[i] + b * S2[i];
    return LOSSES[name](at, data.labels);
  };
}

/** How often the hinge loss bends at W + a D for a between `from` and `to`: where a margin is just met. */
export function kinks(W, D, data, from, to) {
  const [S, S1] = [W, D].map((weights) => scores(weights, data));
  let count = 0;
  data.labels.forEach((label, i) => {
    const at = i * CLASSES;
    for (let c = 0; c < CLASSES; c++) {
      if (c === label) continue;
      const bend = -(S[at + c] - S[at + label] + 1) / (S1[at + c] - S1[at + label]);
      if (bend > from && bend < to) count += 1;
    }
  });
  return count;
}

/** A random direction of a length of about 12: normal numbers with a standard deviation of a half. */
export function direction(seed) {
  const next = normalPairs(seed);
  const found = new Float64Array(SIZE);
  for (let i = 0; i < SIZE; i += 2) found.set(next().map((each) => each / 2), i);
  return found;
}

const dot = (u, v) => u.reduce((sum, each, i) => sum + each * v[i], 0);

/** What of `v` is left when its part along `u` is taken away, as long as `u`. */
export function across(u, v) {
  const share = dot(u, v) / dot(u, u);
  const rest = v.map((each, i) => each - share * u[i]);
  const scale = Math.sqrt(dot(u, u) / dot(rest, rest));
  return rest.map((each) => each * scale);
}

/** Where `w` lies in the plane of two directions that stand at right angles: its coordinates. */
export const coordinates = (w, D1, D2) => [dot(w, D1) / dot(D1, D1), dot(w, D2) / dot(D2, D2)];
