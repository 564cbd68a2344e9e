// Flatten: the same numbers in fewer dimensions.
import type * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { integer, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { text } from '../text.ts';
import { sampleAxis } from './dimension.ts';
import type { LayerType } from './layer.ts';

const options = object({
  start_dim: integer('First dimension to flatten, the batch being 0.', { default: 1 }),
  end_dim: integer('Last dimension to flatten; negative counts from the end.', { default: -1 }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html */
export const flatten: LayerType<Options> = {
  type: 'Flatten',
  summary: 'Joins dimensions into one, so that an image becomes a row of numbers.',
  options,
  arity: 'one',
  output({ start_dim, end_dim }, [input]) {
    const start = sampleAxis('start_dim', start_dim, input);
    const end = sampleAxis('end_dim', end_dim, input);
    if ('problem' in start) return start;
    if ('problem' in end) return end;
    if (start.axis > end.axis) {
      return {
        problem: text('start_dim {0} comes after end_dim {1}: there is nothing to flatten.', start_dim, end_dim),
      };
    }
    const [from, to] = [start.axis - 1, end.axis];
    return { shape: [...input.slice(0, from), sizeOf(input.slice(from, to)), ...input.slice(to)] };
  },
  parameters: () => [],
  axes({ start_dim, end_dim }, [axes], [input]) {
    const [start, end] = [start_dim, end_dim].map((dim) => (dim < 0 ? dim + input.length + 1 : dim));
    return [...axes.slice(0, start - 1), 'features', ...axes.slice(end)];
  },
  forward: ({ inputs: [x], output }) => [copied('reshape', 'y = x', x, output)],
  backward: ({ outputGrad, inputGrads: [inputGrad] }) =>
    inputGrad ? [copied('input gradient', '∂L/∂x = ∂L/∂y', outputGrad, inputGrad)] : [],
  pytorch: (given) => pythonCall('nn.Flatten', options, given),
  formula: 'y = x, reshaped',
  view: { kind: 'plain' },
};

/** The same numbers under another shape. */
export function copied(name: string, formula: string, from: Tensor, to: Tensor): Operation {
  const bytes = 4 * sizeOf(from.shape);
  return {
    name,
    formula,
    reads: [from],
    writes: [to],
    calls: [{ kernel: 'copy', args: [from.offset, bytes, to.offset] }],
  };
}
