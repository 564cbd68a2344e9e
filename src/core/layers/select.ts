// Select: one index of a dimension, as torch.select: a recurrent net's last step.
import type * as z from 'zod/mini';
import { integer, object } from '../options.ts';
import { pythonLiteral } from '../pythonCall.ts';
import { sizeOf } from '../shape.ts';
import { text } from '../text.ts';
import { sampleAxis } from './dimension.ts';
import type { LayerBuild, LayerType } from './layer.ts';

const options = object({
  dim: integer('The dimension that goes, the batch being 0; negative counts from the end.', { default: 1 }),
  index: integer('Which of it stays; negative counts from the end: −1 is the last.'),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.select.html */
export const select: LayerType<Options> = {
  type: 'Select',
  summary: 'Takes one index of a dimension: of a sequence one step, as the last.',
  options,
  arity: 'one',
  output({ dim, index }, [input]) {
    const found = sampleAxis('dim', dim, input);
    if ('problem' in found) return found;
    const at = found.axis - 1;
    if (index < input[at] && index >= -input[at]) return { shape: input.filter((_, axis) => axis !== at) };
    return { problem: text('Select has index {0}, but dim {1} has {2} places.', index, dim, input[at]) };
  },
  parameters: () => [],
  axes: ({ dim }, [axes], [input]) => axes.filter((_, axis) => axis + 1 !== (dim < 0 ? dim + input.length + 1 : dim)),
  forward(build) {
    const [x] = build.inputs;
    const { output } = build;
    const { blocks, bytes, stride, start } = layout(build);
    return [
      {
        name: 'select',
        formula: 'y = x[…, index, …]',
        reads: [x],
        writes: [output],
        calls: [{ kernel: 'copyBlocks', args: [x.offset + start, stride, bytes, blocks, output.offset, bytes] }],
      },
    ];
  },
  backward(build) {
    const [inputGrad] = build.inputGrads;
    const { outputGrad } = build;
    if (!inputGrad) return [];
    const { blocks, bytes, stride, start } = layout(build);
    return [
      {
        name: 'input gradient',
        formula: '∂L/∂x = ∂L/∂y at the index, else 0',
        reads: [outputGrad],
        writes: [inputGrad],
        calls: [
          { kernel: 'fill', args: [inputGrad.offset, sizeOf(inputGrad.shape), 0] },
          { kernel: 'copyBlocks', args: [outputGrad.offset, bytes, bytes, blocks, inputGrad.offset + start, stride] },
        ],
      },
    ];
  },
  pytorch: ({ dim, index }) => `lambda x: x.select${pythonLiteral([dim, index])}`,
  pytorchCall: ({ dim, index }, [x]) => `${x}.select${pythonLiteral([dim, index])}`,
  formula: 'y = x[…, index, …]',
  view: { kind: 'plain' },
};

/** Of the input as `blocks` blocks of `stride` bytes, the part of `bytes` from `start` on. */
function layout({ options: { dim, index }, inputs: [x] }: LayerBuild<Options>) {
  const axis = dim < 0 ? dim + x.shape.length : dim;
  const at = index < 0 ? index + x.shape[axis] : index;
  const bytes = 4 * sizeOf(x.shape.slice(axis + 1));
  return { blocks: sizeOf(x.shape.slice(0, axis)), bytes, stride: bytes * x.shape[axis], start: bytes * at };
}
