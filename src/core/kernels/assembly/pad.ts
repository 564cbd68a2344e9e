// Maps with a margin that is made of the map itself, for convolutions whose padding isn't zeros.

const REFLECT: i32 = 1;
const REPLICATE: i32 = 2;

/** Which of `size` places stands at `at` of the margin's direction. */
// @ts-ignore: decorator
@inline
function source(at: i32, size: i32, mode: i32): i32 {
  if (at >= 0 && at < size) return at;
  if (mode == REFLECT) return at < 0 ? -at : 2 * size - 2 - at;
  if (mode == REPLICATE) return at < 0 ? 0 : size - 1;
  return at < 0 ? at + size : at - size;
}

export function pad2d(
  x: usize, y: usize, planes: i32, height: i32, width: i32, top: i32, bottom: i32, left: i32, right: i32, mode: i32,
): void {
  for (let plane = 0; plane < planes; plane++) {
    for (let row = -top; row < height + bottom; row++) {
      const from = x + (<usize>(source(row, height, mode) * width) << 2);
      for (let column = -left; column < 0; column++) {
        store<f32>(y, load<f32>(from + (<usize>source(column, width, mode) << 2)));
        y += 4;
      }
      memory.copy(y, from, <usize>width << 2);
      y += <usize>width << 2;
      for (let column = width; column < width + right; column++) {
        store<f32>(y, load<f32>(from + (<usize>source(column, width, mode) << 2)));
        y += 4;
      }
    }
    x += <usize>(height * width) << 2;
  }
}

// @ts-ignore: decorator
@inline
function addAt(dx: usize, place: i32, dy: usize): void {
  const to = dx + (<usize>place << 2);
  store<f32>(to, load<f32>(to) + load<f32>(dy));
}

export function pad2dBackward(
  dy: usize, dx: usize, planes: i32, height: i32, width: i32, top: i32, bottom: i32, left: i32, right: i32, mode: i32,
): void {
  memory.fill(dx, 0, <usize>(planes * height * width) << 2);
  for (let plane = 0; plane < planes; plane++) {
    for (let row = -top; row < height + bottom; row++) {
      const to = dx + (<usize>(source(row, height, mode) * width) << 2);
      for (let column = -left; column < 0; column++) {
        addAt(to, source(column, width, mode), dy);
        dy += 4;
      }
      let column = 0;
      for (; column + 4 <= width; column += 4) {
        const four = to + (<usize>column << 2);
        v128.store(four, f32x4.add(v128.load(four), v128.load(dy)));
        dy += 16;
      }
      for (; column < width + right; column++) {
        addAt(to, source(column, width, mode), dy);
        dy += 4;
      }
    }
    dx += <usize>(height * width) << 2;
  }
}
