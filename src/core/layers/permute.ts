// Permute: the dimensions in another order, as torch.permute.
import * as z from 'zod/mini';
import { described, object } from '../options.ts';
import { pythonLiteral } from '../pythonCall.ts';
import { text } from '../text.ts';
import type { LayerType } from './layer.ts';
import { permuted } from './permuted.ts';

const options = object({
  dims: described(
    z.array(z.int()).check(z.minLength(1)),
    'The order of the dimensions, the batch being 0, which stays first: [0, 2, 1] swaps the two of a sample.',
  ),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.permute.html */
export const permute: LayerType<Options> = {
  type: 'Permute',
  summary: 'Puts the dimensions of each sample into another order.',
  options,
  arity: 'one',
  output({ dims }, [input]) {
    const order = normal(dims);
    const complete = order.length === input.length + 1 && order.every((_, axis) => order.includes(axis));
    if (complete && order[0] === 0) return { shape: order.slice(1).map((dim) => input[dim - 1]) };
    if (complete) return { problem: text('Permute must leave the batch, dimension 0, in the first place.') };
    return {
      problem: text('Permute needs each of the dimensions 0 to {0} once, the batch being 0.', input.length),
    };
  },
  parameters: () => [],
  axes: ({ dims }, [axes]) =>
    normal(dims)
      .slice(1)
      .map((dim) => axes[dim - 1]),
  forward({ options: { dims }, inputs: [x], output }) {
    const calls = permuted(x.offset, x.shape, normal(dims), output.offset);
    return [{ name: 'permute', formula: 'y = x, its dimensions reordered', reads: [x], writes: [output], calls }];
  },
  backward({ options: { dims }, outputGrad, inputGrads: [inputGrad] }) {
    if (!inputGrad) return [];
    const order = normal(dims);
    const back = order.map((_, axis) => order.indexOf(axis));
    const calls = permuted(outputGrad.offset, outputGrad.shape, back, inputGrad.offset);
    return [
      { name: 'input gradient', formula: '∂L/∂x = ∂L/∂y, put back', reads: [outputGrad], writes: [inputGrad], calls },
    ];
  },
  pytorch: ({ dims }) => `lambda x: x.permute${pythonLiteral(dims)}`,
  pytorchCall: ({ dims }, [x]) => `${x}.permute${pythonLiteral(dims)}`,
  formula: 'y = x, its dimensions reordered',
  view: { kind: 'plain' },
};

function normal(dims: readonly number[]): number[] {
  return dims.map((dim) => (dim < 0 ? dim + dims.length : dim));
}
