// Unflatten: one dimension becomes several, as when a row of numbers becomes an image.
import * as z from 'zod/mini';
import { described, integer, object } from '../options.ts';
import { pythonLiteral } from '../pythonCall.ts';
import { shapeText, sizeOf } from '../shape.ts';
import { text } from '../text.ts';
import { sampleAxis } from './dimension.ts';
import { copied } from './flatten.ts';
import type { LayerType } from './layer.ts';

const options = object({
  dim: integer('The dimension to unfold, the batch being 0; negative counts from the end.', { default: 1 }),
  unflattened_size: described(
    z
      .array(
        z.int().check(
          z.gte(-1),
          z.refine((n: number) => n !== 0, 'A size is 1 or more, or −1 for what is left.'),
        ),
      )
      .check(z.minLength(1)),
    'The sizes that it becomes; one may be −1: what is left.',
  ),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html */
export const unflatten: LayerType<Options> = {
  type: 'Unflatten',
  summary: 'Splits a dimension into several, so that a row of numbers becomes an image.',
  options,
  arity: 'one',
  output({ dim, unflattened_size }, [input]) {
    const found = sampleAxis('dim', dim, input);
    if ('problem' in found) return found;
    const at = found.axis - 1;
    const given = sizeOf(unflattened_size.filter((n) => n !== -1));
    const free = unflattened_size.length - unflattened_size.filter((n) => n !== -1).length;
    const rest = input[at] / given;
    if (free > 1 || (free === 0 ? rest !== 1 : !Number.isInteger(rest))) {
      const problem = 'Unflatten can’t make {0} of a dimension of {1}.';
      return { problem: text(problem, shapeText(unflattened_size), input[at]) };
    }
    const sizes = unflattened_size.map((n) => (n === -1 ? rest : n));
    return { shape: [...input.slice(0, at), ...sizes, ...input.slice(at + 1)] };
  },
  parameters: () => [],
  axes({ dim, unflattened_size }, [axes], [input]) {
    const at = (dim < 0 ? dim + input.length + 1 : dim) - 1;
    const image = ['channels', 'height', 'width'];
    const names = unflattened_size.length === 3 ? image : unflattened_size.map((_, i) => `${axes[at]} ${i + 1}`);
    return [...axes.slice(0, at), ...names, ...axes.slice(at + 1)];
  },
  forward: ({ inputs: [x], output }) => [copied('reshape', 'y = x', x, output)],
  backward: ({ outputGrad, inputGrads: [inputGrad] }) =>
    inputGrad ? [copied('input gradient', '∂L/∂x = ∂L/∂y', outputGrad, inputGrad)] : [],
  pytorch: ({ dim, unflattened_size }) => `nn.Unflatten(${dim}, ${pythonLiteral(unflattened_size)})`,
  formula: 'y = x, reshaped',
  view: { kind: 'plain' },
};
