// Concat: branches side by side, as torch.cat.
import type * as z from 'zod/mini';
import type { Call, Operation } from '../operation.ts';
import { integer, object } from '../options.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';
import { text } from '../text.ts';
import { sampleAxis } from './dimension.ts';
import { subscript } from './join.ts';
import type { LayerBuild, LayerType } from './layer.ts';

const options = object({
  dim: integer('The dimension along which the inputs are joined, the batch being 0; −1 is the last.', { default: -1 }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.cat.html */
export const concat: LayerType<Options> = {
  type: 'Concat',
  summary: 'Puts its inputs side by side along one dimension.',
  options,
  arity: 'many',
  output({ dim }, inputs) {
    const [first] = inputs;
    const found = sampleAxis('dim', dim, first);
    if ('problem' in found) return found;
    const at = found.axis - 1;
    const other = inputs.find(
      (shape) => shape.length !== first.length || shape.some((n, i) => i !== at && n !== first[i]),
    );
    if (other) {
      return {
        problem: text(
          "Concat needs inputs that differ only in the dimension it joins: {0} and {1} don't fit along dim {2}.",
          shapeText(first),
          shapeText(other),
          dim,
        ),
      };
    }
    const joined = inputs.reduce((total, shape) => total + shape[at], 0);
    return { shape: first.map((n, i) => (i === at ? joined : n)) };
  },
  parameters: () => [],
  forward(build) {
    const { inputs, output } = build;
    const { blocks, stride, parts } = layout(build);
    const calls = parts.map(({ offset, bytes }, i): Call => {
      return { kernel: 'copyBlocks', args: [inputs[i].offset, bytes, bytes, blocks, output.offset + offset, stride] };
    });
    return [{ name: 'concatenate', formula: 'y = [x₁, x₂, …]', reads: [...new Set(inputs)], writes: [output], calls }];
  },
  backward(build) {
    const { outputGrad, inputGrads } = build;
    const { blocks, stride, parts } = layout(build);
    return inputGrads.flatMap((grad, i): Operation[] => {
      if (!grad) return [];
      const { offset, bytes } = parts[i];
      return [
        {
          name: `input ${i + 1} gradient`,
          formula: `∂L/∂x${subscript(i + 1)} = its part of ∂L/∂y`,
          reads: [outputGrad],
          writes: [grad],
          calls: [
            { kernel: 'copyBlocks', args: [outputGrad.offset + offset, stride, bytes, blocks, grad.offset, bytes] },
          ],
        },
      ];
    });
  },
  pytorch: ({ dim }) => `lambda *inputs: torch.cat(inputs, dim=${dim})`,
  pytorchCall: ({ dim }, inputs) => `torch.cat([${inputs.join(', ')}], dim=${dim})`,
  formula: 'y = [x₁, x₂, …]',
  view: { kind: 'plain' },
};

/** Of the output as `blocks` blocks of `stride` bytes: where each input's part stands in a block, and its length. */
function layout({ options: { dim }, inputs, output }: LayerBuild<Options>) {
  const axis = dim < 0 ? dim + output.shape.length : dim;
  const bytesOf = (shape: Shape) => 4 * sizeOf(shape.slice(axis));
  let next = 0;
  const parts = inputs.map(({ shape }) => {
    const offset = next;
    next += bytesOf(shape);
    return { offset, bytes: bytesOf(shape) };
  });
  return { blocks: sizeOf(output.shape.slice(0, axis)), stride: next, parts };
}
