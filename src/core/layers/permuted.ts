// Tensors with their dimensions in another order, as kernel calls of at most four dimensions each.
import type { Call } from '../operation.ts';
import type { Shape } from '../shape.ts';

/** Elements from one index of each dimension to the next. */
export function stridesOf(shape: Shape): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** A tensor's cells as a kernel walks through them: byte offset, and elements from one index to the next. */
export interface Walk {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** out = source over all indices below `sizes`. */
export function stridedCopy(sizes: Shape, source: Walk, out: Walk): Call[] {
  if (sizes.length > 4) {
    const [outermost, ...rest] = sizes;
    const inner = ({ offset, strides }: Walk, i: number): Walk => ({
      offset: offset + 4 * i * strides[0],
      strides: strides.slice(1),
    });
    return Array.from({ length: outermost }, (_, i) => stridedCopy(rest, inner(source, i), inner(out, i))).flat();
  }
  const four = (values: readonly number[], filling: number) => {
    const [a, b, c, d] = [...Array.from({ length: 4 - values.length }, () => filling), ...values];
    return [a, b, c, d] as const;
  };
  const args = [source.offset, ...four(sizes, 1), ...four(source.strides, 0)] as const;
  return [{ kernel: 'copyStrided', args: [...args, out.offset, ...four(out.strides, 0)] }];
}

/** out, contiguous, = source, of this shape and contiguous, with dimension i of the output being dims[i] of the source. */
export function permuted(source: number, shape: Shape, dims: readonly number[], out: number): Call[] {
  const strides = stridesOf(shape);
  const sizes = dims.map((dim) => shape[dim]);
  return stridedCopy(
    sizes,
    { offset: source, strides: dims.map((dim) => strides[dim]) },
    { offset: out, strides: stridesOf(sizes) },
  );
}
