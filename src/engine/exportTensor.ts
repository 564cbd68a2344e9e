// A tensor, or a matrix of it, as a file or as text: made beside the data, so that a large one crosses no wire as numbers.
import { type Shape, sizeOf } from '../core/shape.ts';
import { floats, integers, type Tensor } from '../core/tensor.ts';
import { text } from '../core/text.ts';
import { encodeNpy } from '../interop/npy.ts';
import { encodeState, stateEntries } from '../interop/stateDict.ts';
import { asCsv, asJson, asNumpy } from '../interop/tensorText.ts';
import { readValues } from '../machine/answers.ts';
import type { Machine } from '../machine/machine.ts';
import { matrixLayout, type Slice } from '../machine/slice.ts';
import type { ExportedTensor, TensorForm, TensorPart } from '../protocol/engine.ts';

/** Most elements that are written as text: some ten megabytes. */
const mostAsText = 1_000_000;

type Values = Float32Array | Int32Array;

export function exportTensor(
  machine: Machine,
  { tensor: name, slice }: TensorPart,
  form: TensorForm,
  find = (tensor: string) => machine.tensor(tensor),
): ExportedTensor {
  const tensor = find(name);
  if (!tensor) return { mistake: text('{0} is not computed yet.', name) };
  const part = slice ? sliceOf(machine, tensor, slice) : { shape: tensor.shape, values: viewOf(machine, tensor) };
  const { shape, values } = part;
  if (form === 'npy') {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return { bytes: encodeNpy(shape, tensor.dtype, bytes).buffer };
  }
  if (values.length > mostAsText)
    return {
      mistake: text(
        '{0} has {1} elements: too many for the clipboard ({2} at most). Save it as .npy, or copy a slice.',
        ...[name, values.length, mostAsText],
      ),
    };
  const written =
    form === 'csv' ? asCsv(values, shape) : form === 'json' ? asJson(values, shape) : asNumpy(values, shape);
  return { bytes: new TextEncoder().encode(written).buffer };
}

/** All parameters and buffers, as a `.safetensors` file. */
export function exportState(machine: Machine): ArrayBuffer {
  return encodeState(stateEntries(machine.network), ({ fullName }) => readValues(machine, machine.tensor(fullName)!))
    .buffer;
}

function viewOf({ memory }: Machine, tensor: Tensor): Values {
  return tensor.dtype === 'int32' ? integers(memory, tensor) : floats(memory, tensor);
}

/** A copy of the matrix; of a vector or a scalar all there is. */
function sliceOf(machine: Machine, tensor: Tensor, slice: Slice): { shape: Shape; values: Values } {
  const all = viewOf(machine, tensor);
  if (tensor.shape.length < 2) return { shape: tensor.shape, values: all };
  const { rows, columns, start, rowStride, columnStride } = matrixLayout(tensor.shape, slice);
  const shape = [rows, columns];
  const values = tensor.dtype === 'int32' ? new Int32Array(sizeOf(shape)) : new Float32Array(sizeOf(shape));
  for (let r = 0, i = 0; r < rows; r++)
    for (let c = 0; c < columns; c++, i++) values[i] = all[start + r * rowStride + c * columnStride];
  return { shape, values };
}
