// Reference: a margin made of the map itself, place by place.
import { marginModes, marginSource } from '../../margin.ts';
import type { Memory } from '../../tensor.ts';
import type { LayerKernels, PadArgs } from '../layerKernels.ts';
import { floatsAt } from './views.ts';

/** Calls `visit` with every place of the map with its margin, and the place of the map that stands there. */
function places(
  planes: number,
  [height, width, top, bottom, left, right, mode]: PadArgs,
  visit: (at: number, from: number) => void,
): number {
  const [tall, wide] = [top + height + bottom, left + width + right];
  const name = marginModes[mode - 1];
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < tall; row++) {
      for (let column = 0; column < wide; column++) {
        const y = marginSource(name, row - top, height);
        const x = marginSource(name, column - left, width);
        visit((plane * tall + row) * wide + column, (plane * height + y) * width + x);
      }
    }
  }
  return planes * tall * wide;
}

export function padKernels(memory: Memory): Pick<LayerKernels, 'pad2d' | 'pad2dBackward'> {
  const sizeOf = (planes: number, args: PadArgs) => places(planes, args, () => undefined);
  return {
    pad2d(x, y, planes, ...args) {
      const inputs = floatsAt(memory, x, planes * args[0] * args[1]);
      const outputs = floatsAt(memory, y, sizeOf(planes, args));
      places(planes, args, (at, from) => (outputs[at] = inputs[from]));
    },

    pad2dBackward(dy, dx, planes, ...args) {
      const sums = new Float64Array(planes * args[0] * args[1]);
      const gradients = floatsAt(memory, dy, sizeOf(planes, args));
      places(planes, args, (at, from) => (sums[from] += gradients[at]));
      floatsAt(memory, dx, sums.length).set(sums);
    },
  };
}
