// A convolution's padding: how much is added on each side, and where it isn't zeros, the operations that add it. As
// PyTorch does (`torch.nn.functional.pad`), the map with its margin is a tensor of its own.
import type { PadArgs } from '../kernels/layerKernels.ts';
import { type MarginMode, marginModes } from '../margin.ts';
import type { Operation } from '../operation.ts';
import { choice } from '../options.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { type Text, text } from '../text.ts';
import type { Pair } from './spatial.ts';

export type PaddingMode = 'zeros' | MarginMode;

export const paddingMode = choice(
  ['zeros', ...marginModes],
  'What is added: zeros, the map mirrored at its edge, its edge repeated, or its other end.',
  'zeros',
);

/** Places added before and after, of height and of width. */
export type Around = readonly [vertical: Pair, horizontal: Pair];

/** Of a file's `padding`; `same` keeps the size and puts the odd place after, as PyTorch does. `reach`: of the kernel less one. */
export function paddingAround(padding: Pair | 'same' | 'valid', reach: Pair): Around {
  const of = (axis: 0 | 1): Pair => {
    if (padding === 'valid') return [0, 0];
    if (padding === 'same') return [Math.floor(reach[axis] / 2), Math.ceil(reach[axis] / 2)];
    return [padding[axis], padding[axis]];
  };
  return [of(0), of(1)];
}

/** Why a map of this size has no such margin, or null. */
export function paddingProblem(type: string, mode: PaddingMode, around: Around, size: Pair): Text | null {
  if (mode !== 'reflect' && mode !== 'circular') return null;
  for (const axis of [0, 1] as const) {
    const most = mode === 'reflect' ? size[axis] - 1 : size[axis];
    const wanted = Math.max(...around[axis]);
    if (wanted <= most) continue;
    const problem = '{0} with padding_mode "{1}" can add at most {2} places to {3}, not {4}.';
    return text(problem, type, mode, most, size[axis], wanted);
  }
  return null;
}

/** Arguments of the margin of a map; null where there is none but zeros. */
export function marginArgs(mode: PaddingMode, [vertical, horizontal]: Around, size: Pair): PadArgs | null {
  if (mode === 'zeros' || [...vertical, ...horizontal].every((places) => places === 0)) return null;
  return [...size, ...vertical, ...horizontal, marginModes.indexOf(mode) + 1];
}

export function padOperation(mode: PaddingMode, x: Tensor, margin: PadArgs, padded: Tensor): Operation {
  return {
    ...{ name: 'pad', formula: `x̃ = x with a margin (${mode})`, reads: [x], writes: [padded] },
    calls: [{ kernel: 'pad2d', args: [x.offset, padded.offset, sizeOf(x.shape.slice(0, 2)), ...margin] }],
  };
}

export function unpadOperation(paddedGrad: Tensor, margin: PadArgs, xGrad: Tensor): Operation {
  return {
    ...{ name: 'margin gradient', reads: [paddedGrad], writes: [xGrad] },
    formula: '∂L/∂x = Σ ∂L/∂x̃ over the places where x stands',
    calls: [
      { kernel: 'pad2dBackward', args: [paddedGrad.offset, xGrad.offset, sizeOf(xGrad.shape.slice(0, 2)), ...margin] },
    ],
  };
}
