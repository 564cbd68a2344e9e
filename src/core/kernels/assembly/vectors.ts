// Vectors at the ragged end of a row: loaded and stored without touching what lies behind it.

/** The first `count` (0 to 3) elements at x, the other lanes from `filling`. */
// @ts-ignore: decorator
@inline
export function loadPart(x: usize, count: i32, filling: v128): v128 {
  let v = filling;
  if (count > 0) v = f32x4.replace_lane(v, 0, load<f32>(x));
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(x, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(x, 8));
  return v;
}

/** The first `count` (0 to 3) lanes to y. */
// @ts-ignore: decorator
@inline
export function storePart(y: usize, v: v128, count: i32): void {
  if (count > 0) store<f32>(y, f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(y, f32x4.extract_lane(v, 1), 4);
  if (count > 2) store<f32>(y, f32x4.extract_lane(v, 2), 8);
}

/** Lanes 0 and 1 as float64. */
// @ts-ignore: decorator
@inline
export function lowDoubles(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

/** Lanes 2 and 3 as float64. */
// @ts-ignore: decorator
@inline
export function highDoubles(v: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3));
}

/** Four lanes from two pairs of float64, each rounded. */
// @ts-ignore: decorator
@inline
export function joinDoubles(low: v128, high: v128): v128 {
  return i32x4.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

// @ts-ignore: decorator
@inline
export function sumOfDoubles(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
