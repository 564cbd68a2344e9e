// PositionalEmbedding: a learned vector for each position is added, so that attention can tell positions apart.
import type * as z from 'zod/mini';
import { integer, object, optional } from '../options.ts';
import type { Call, Operation } from '../operation.ts';
import { shapeText, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { text } from '../text.ts';
import { copied } from './flatten.ts';
import type { LayerType } from './layer.ts';

const options = object({
  num_positions: optional(
    integer('How many positions have a vector; the length of the input unless given.', { min: 1 }),
  ),
});
type Options = z.infer<typeof options>;

/** x + nn.Embedding(num_positions, embedding_dim)(torch.arange(length)), as GPT-2 has it (Radford et al., 2019). */
export const positionalEmbedding: LayerType<Options> = {
  type: 'PositionalEmbedding',
  summary: 'Adds a learned vector to each position of a sequence, so that their order counts.',
  options,
  arity: 'one',
  output({ num_positions }, [input]) {
    if (input.length !== 2) {
      const problem = 'PositionalEmbedding needs samples of shape {0}, not {1}.';
      return { problem: text(problem, '[length, embedding_dim]', shapeText(input)) };
    }
    if (num_positions === undefined || num_positions >= input[0]) return { shape: input };
    const problem = 'PositionalEmbedding has {0} positions, but the input has {1}.';
    return { problem: text(problem, num_positions, input[0]) };
  },
  parameters: ({ num_positions }, [[length, columns]]) => [
    {
      name: 'weight',
      shape: [num_positions ?? length, columns],
      axes: ['position', 'embedding_dim'],
      init: { type: 'normal', options: { mean: 0, std: 1 } },
    },
  ],
  axes: () => ['position', 'embedding_dim'],
  forward({ inputs: [x], output, parameters: { weight }, rows }) {
    const size = sizeOf(x.shape.slice(1));
    return [
      {
        name: 'add positions',
        formula: 'yₜ = xₜ + Wₜ',
        reads: [x, weight],
        writes: [output],
        calls: [{ kernel: 'addRepeated', args: [x.offset, weight.offset, size, rows, output.offset] }],
      },
    ];
  },
  backward({ inputs: [x], inputGrads: [inputGrad], outputGrad, parameterGrads, rows }) {
    const grads: Partial<Record<string, Tensor>> = parameterGrads;
    const operations: Operation[] = [];
    if (grads.weight) {
      const used = sizeOf(x.shape.slice(1));
      const unused = sizeOf(grads.weight.shape) - used;
      const calls: Call[] = [{ kernel: 'columnSum', args: [outputGrad.offset, rows, used, grads.weight.offset, 0] }];
      if (unused > 0) calls.push({ kernel: 'fill', args: [grads.weight.offset + 4 * used, unused, 0] });
      operations.push({
        name: 'weight gradient',
        formula: '∂L/∂Wₜ = Σ ∂L/∂yₜ over the batch',
        reads: [outputGrad],
        writes: [grads.weight],
        calls,
      });
    }
    if (inputGrad) operations.push(copied('input gradient', '∂L/∂x = ∂L/∂y', outputGrad, inputGrad));
    return operations;
  },
  pytorch: ({ num_positions }, [[length, columns]]) => `PositionalEmbedding(${num_positions ?? length}, ${columns})`,
  pytorchClass: [
    'class PositionalEmbedding(nn.Embedding):',
    '    def forward(self, x):',
    '        return x + self.weight[:x.shape[1]]',
  ].join('\n'),
  formula: 'yₜ = xₜ + Wₜ',
  view: { kind: 'weights', parameter: 'weight' },
};
