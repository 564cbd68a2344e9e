// Counting units of an activation over rows: which never wake, which are always in the flat.
import type { Shape } from '../../core/shape.ts';
import { sizeOf } from '../../core/shape.ts';
import type { Network, NetworkLayer } from '../../model/model.ts';
import { weightOf } from './facts.ts';

/** Units along an axis of a sample's shape, and how many elements lie side by side after it. */
export interface UnitAxis {
  readonly units: number;
  readonly stride: number;
}

/** A unit is a channel after a convolution, else a place in the last dimension. */
export function unitAxis({ layers }: Network, layer: NetworkLayer): UnitAxis {
  const shape = layer.outputShape;
  let source: NetworkLayer | undefined = layer;
  while (source && !weightOf(source)) {
    // What flattens a convolution's maps makes every place a unit.
    if (source.outputShape.length !== shape.length) return lastAxis(shape);
    source = layers[source.inputs[0]];
  }
  return source?.type.startsWith('Conv') ? { units: shape[0], stride: sizeOf(shape.slice(1)) } : lastAxis(shape);
}

function lastAxis(shape: Shape): UnitAxis {
  return { units: shape[shape.length - 1] ?? 1, stride: 1 };
}

/** Units with a value other than 0, marked in `alive`. */
export function markAlive(values: Float32Array, { units, stride }: UnitAxis, alive: Uint8Array): void {
  if (stride === 1) {
    for (let start = 0; start < values.length; start += units)
      for (let unit = 0; unit < units; unit++) if (values[start + unit] !== 0) alive[unit] = 1;
    return;
  }
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) alive[Math.floor(i / stride) % units] = 1;
}

/** Adds to each unit's count the values beyond ±`limit`. */
export function countBeyond(
  values: Float32Array,
  { units, stride }: UnitAxis,
  limit: number,
  counts: Float64Array,
): void {
  for (let i = 0; i < values.length; i++)
    if (Math.abs(values[i]) > limit) counts[stride === 1 ? i % units : Math.floor(i / stride) % units]++;
}

export function countOf<T>(values: Iterable<T>, matches: (value: T) => boolean): number {
  let count = 0;
  for (const value of values) if (matches(value)) count++;
  return count;
}
