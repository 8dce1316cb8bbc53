// Where a sampled landscape has a given height.

/** The borders of the region at or below `level`, as closed rings of points [column, row].
 *
 * `values` holds `columns` x `rows` samples, row by row. The outside counts as higher, so that a region that
 * leaves the grid is closed along its edge. (Marching squares; a crossing is found by linear interpolation.) */
export function contours(values, columns, rows, level) {
  const next = new Map(); // from where a border enters a cell to where it leaves; the region lies to its right
  const height = (column, row) =>
    column < 0 || row < 0 || column >= columns || row >= rows ? Infinity : values[row * columns + column];
  const width = columns + 2;
  // An edge of the padded grid by the corner at its left or upper end: horizontal ones are even, vertical odd.
  const edge = (column, row, vertical) => 2 * ((row + 1) * width + column + 1) + vertical;
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const corners = [height(column, row), height(column + 1, row), height(column + 1, row + 1), height(column, row + 1)];
      const below = corners.map((corner) => corner <= level);
      const kind = below[0] + 2 * below[1] + 4 * below[2] + 8 * below[3];
      if (kind === 0 || kind === 15) continue;
      const edges = [edge(column, row, 0), edge(column + 1, row, 1), edge(column, row + 1, 0), edge(column, row, 1)];
      for (const [from, to] of crossing(kind, corners, level)) next.set(edges[from], edges[to]);
    }
  }
  return rings(next, (number) => point(number, width, height, level));
}

// For each kind of cell, by which corners lie below: the edges (0 upper, 1 right, 2 lower, 3 left) joined by a border.
const PAIRS = [
  [], [[0, 3]], [[1, 0]], [[1, 3]], [[2, 1]], null, [[2, 0]], [[2, 3]],
  [[3, 2]], [[0, 2]], null, [[1, 2]], [[3, 1]], [[0, 1]], [[3, 0]], [],
];

function crossing(kind, corners, level) {
  if (PAIRS[kind]) return PAIRS[kind];
  const middle = corners.reduce((sum, corner) => sum + corner, 0) / 4 <= level; // a saddle: ask its middle
  if (kind === 5) return middle ? [[0, 1], [2, 3]] : [[0, 3], [2, 1]];
  return middle ? [[3, 0], [1, 2]] : [[1, 0], [3, 2]];
}

function rings(next, point) {
  const found = [];
  while (next.size) {
    const [start] = next.keys();
    const ring = [];
    let at = start;
    while (next.has(at)) {
      ring.push(point(at));
      const following = next.get(at);
      next.delete(at);
      at = following;
    }
    found.push(ring);
  }
  return found;
}

function point(number, width, height, level) {
  const vertical = number % 2;
  const corner = (number - vertical) / 2;
  const [column, row] = [(corner % width) - 1, Math.floor(corner / width) - 1];
  const [a, b] = [height(column, row), height(column + (vertical ? 0 : 1), row + vertical)];
  let share = (level - a) / (b - a);
  if (!Number.isFinite(a)) share = 1; // the border runs along the last samples
  else if (!Number.isFinite(b)) share = 0;
  return vertical ? [column, row + share] : [column + share, row];
}
