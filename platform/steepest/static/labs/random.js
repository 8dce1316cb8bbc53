// Random numbers that can be had again: mulberry32's uniform ones, and normal ones by Box and Muller's transform.

/** A function that yields numbers from 0 up to 1, the same ones for the same seed. */
export function uniform(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A function that yields pairs of independent standard normal numbers. */
export function normalPairs(seed) {
  const next = uniform(seed);
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
}
