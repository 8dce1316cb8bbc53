// The schedules of steepest_numerics.schedules: the rate at a step, counted from 0.

export const stepDecay = (lr0, epoch, drop, every) => lr0 * drop ** Math.floor(epoch / every);

export function cosineAnnealing(step, total, lrMax, lrMin = 0) {
  return lrMin + ((lrMax - lrMin) / 2) * (1 + Math.cos((Math.PI * Math.min(step, total)) / total));
}

export function warmRestarts(step, first, factor, lrMax, lrMin = 0) {
  let length = first;
  let at = step;
  while (at >= length) {
    at -= length;
    length *= factor;
  }
  return cosineAnnealing(at, length, lrMax, lrMin);
}

export const linearWarmup = (step, warmup, lrMax) => (step + 1 >= warmup ? lrMax : (lrMax * (step + 1)) / warmup);
