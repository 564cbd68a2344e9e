// What a machine's memory holds before the first instruction, besides parameters: the data, and layers' buffers.
import { layerType } from '../core/layers/layers.ts';
import { floats, integers, type Memory, type Tensor } from '../core/tensor.ts';
import type { DataTensors } from '../model/compile.ts';
import type { Network } from '../model/model.ts';

/** `holds`: the data are read there from now on, and no longer in arrays of their own. */
export function fillData(memory: Memory, { dataset }: Network, data: DataTensors, holds = false): void {
  for (const part of ['train', 'test'] as const) {
    const { x, y } = data[part];
    const rows = dataset[part];
    const read = () => ({
      x: floats(memory, x),
      y: y.dtype === 'int32' ? integers(memory, y) : floats(memory, y),
    });
    read().x.set(rows.x);
    read().y.set(rows.y);
    if (holds) rows.moveTo(read);
  }
}

/** Values by full name, instead of the drawn ones. */
export function fillGiven(
  memory: Memory,
  given: ReadonlyMap<string, Float32Array | Int32Array>,
  planned: (name: string) => Tensor,
): void {
  for (const [name, values] of given)
    (values instanceof Int32Array ? integers : floats)(memory, planned(name)).set(values);
}

/** Running statistics and the like, at their initial values. `planned` finds a tensor by its full name. */
export function fillBuffers(memory: Memory, { layers }: Network, planned: (name: string) => Tensor): void {
  for (const layer of layers) {
    for (const { name, dtype, initial } of layerType(layer.type)!.buffers?.(layer.options, layer.inputShapes) ?? [])
      (dtype === 'int32' ? integers : floats)(memory, planned(`${layer.name}.${name}`)).fill(initial);
  }
}
