// A network's `state_dict`, as PyTorch has it: for each layer its parameters, then its buffers.
import { layerType } from '../core/layers/layers.ts';
import type { Shape } from '../core/shape.ts';
import type { DType } from '../core/tensor.ts';
import type { Network } from '../model/model.ts';
import { encodeSafetensors, type SafetensorsTensor } from './safetensors.ts';

export interface StateEntry {
  /** `linear1.weight`, `batchnorm1d1.running_mean`. */
  readonly fullName: string;
  readonly shape: Shape;
  /** Absent: float32. */
  readonly dtype?: DType;
  /** Its type in files, where that is another. */
  readonly savedAs?: 'int64';
}

/** Values by full name, row-major. */
export type StateValues = ReadonlyMap<string, Float32Array | Int32Array>;

export function stateEntries({ layers }: Pick<Network, 'layers'>): readonly StateEntry[] {
  return layers.flatMap(({ name: layer, type, options, inputShapes, parameters }) => [
    ...parameters.map(({ fullName, shape }): StateEntry => ({ fullName, shape })),
    ...(layerType(type)!.buffers?.(options, inputShapes) ?? []).map(({ name, shape, dtype, savedAs }): StateEntry => ({
      ...{ fullName: `${layer}.${name}`, shape, dtype },
      ...(savedAs && { savedAs }),
    })),
  ]);
}

/** A `.safetensors` file that `load_state_dict` takes. */
export function encodeState(
  entries: readonly StateEntry[],
  valuesOf: (entry: StateEntry) => Float32Array | Int32Array,
): Uint8Array<ArrayBuffer> {
  const tensors = entries.map((entry): SafetensorsTensor => {
    const { fullName: name, shape } = entry;
    const values = valuesOf(entry);
    if (entry.savedAs === 'int64') {
      const wide = BigInt64Array.from(values, (value) => BigInt(value));
      return { name, shape, dtype: 'I64', bytes: new Uint8Array(wide.buffer) };
    }
    return {
      name,
      shape,
      dtype: entry.dtype === 'int32' ? 'I32' : 'F32',
      bytes: new Uint8Array(values.slice().buffer),
    };
  });
  return encodeSafetensors(tensors, { format: 'pt' });
}
