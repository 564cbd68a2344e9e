// Copies: rows by index, blocks with gaps, whole ranges.

/** Below this many bytes a loop beats the call of memory.copy. */
const SHORT: i32 = 128;

// @ts-ignore: decorator
@inline
function move(source: usize, bytes: i32, out: usize): void {
  if (bytes > SHORT) {
    memory.copy(out, source, bytes);
    return;
  }
  for (; bytes >= 16; bytes -= 16) {
    v128.store(out, v128.load(source));
    source += 16;
    out += 16;
  }
  for (; bytes >= 4; bytes -= 4) {
    store<i32>(out, load<i32>(source));
    source += 4;
    out += 4;
  }
  for (; bytes > 0; bytes--) {
    store<u8>(out, load<u8>(source));
    source++;
    out++;
  }
}

export function gatherRows(source: usize, index: usize, rows: i32, columns: i32, out: usize): void {
  const bytes = columns << 2;
  for (let i = 0; i < rows; i++) {
    move(source + <usize>load<i32>(index) * <usize>bytes, bytes, out);
    index += 4;
    out += bytes;
  }
}

export function copy(source: usize, bytes: i32, out: usize): void {
  memory.copy(out, source, bytes);
}

export function fill(out: usize, n: i32, value: f32): void {
  const v = f32x4.splat(value);
  for (; n >= 4; n -= 4) {
    v128.store(out, v);
    out += 16;
  }
  for (; n > 0; n--) {
    store<f32>(out, value);
    out += 4;
  }
}

export function copyBlocks(
  source: usize, sourceStride: i32, bytes: i32, blocks: i32, out: usize, outStride: i32,
): void {
  for (let i = 0; i < blocks; i++) {
    move(source, bytes, out);
    source += sourceStride;
    out += outStride;
  }
}

/** FNV-1a over 32-bit words (http://www.isthe.com/chongo/tech/comp/fnv/), every NaN taken as the quiet one. */
export function hash(x: usize, n: i32, seed: u32): u32 {
  let h = seed;
  for (let i = 0; i < n; i++) {
    let word = load<u32>(x);
    if ((word & 0x7fffffff) > 0x7f800000) word = 0x7fc00000;
    h = (h ^ word) * 16777619;
    x += 4;
  }
  return h;
}
