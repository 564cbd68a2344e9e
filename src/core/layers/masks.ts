// Dropout's masks: 0 with probability p, else 1 / (1 − p), drawn anew in each iteration. The draws are a layer's own: they
// follow from the seed, the layer and the iteration, never from the run's generator, so they are not PyTorch's (whose
// masks differ between builds).
import { load, multiply } from '../elementwise.ts';
import type { Operation } from '../operation.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { LayerBuild } from './layer.ts';

/** More layers than there can be: so that a layer's second mask is no other layer's first. */
const mostLayers = 1 << 16;

/** @param which of the masks of a layer that has several */
export function drawMask({ random }: LayerBuild, name: string, p: number, mask: Tensor, which = 0): Operation {
  const layer = random.layer + which * mostLayers;
  return {
    name,
    formula: 'm = 0 with probability p, else 1 / (1 − p)',
    reads: [],
    writes: [mask],
    calls: [
      {
        kernel: 'dropoutMask',
        args: [sizeOf(mask.shape), p, random.seed, layer, random.iteration.offset, mask.offset],
      },
    ],
  };
}

/** to = m·x; the gradient goes back the same way. */
export function applyMask(name: string, formula: string, x: Tensor, mask: Tensor, to: Tensor): Operation {
  return {
    ...{ name, formula, reads: [x, mask], writes: [to] },
    calls: [
      {
        kernel: 'elementwise',
        assignments: [{ to, value: multiply(load(x), load(mask)) }],
        size: sizeOf(x.shape),
      },
    ],
  };
}
