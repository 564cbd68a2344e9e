// Embedding: a table of learned rows, one for each word (or character, or class); a number picks its row.
import type * as z from 'zod/mini';
import { integer, object, optional } from '../options.ts';
import type { Call, Operation } from '../operation.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { text } from '../text.ts';
import type { LayerType } from './layer.ts';

const options = object({
  num_embeddings: integer('Number of rows: of words in the vocabulary.', { min: 1 }),
  embedding_dim: integer('Length of each row.', { min: 1 }),
  padding_idx: optional(
    integer(
      'A number that stands for nothing: its row starts as zeros and is not learned; negative counts from the end.',
    ),
  ),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html */
export const embedding: LayerType<Options> = {
  type: 'Embedding',
  summary:
    'Looks up a learned vector for each whole number from 0 to num_embeddings − 1; any other number gives NaN, which shows.',
  options,
  arity: 'one',
  output({ num_embeddings, embedding_dim, padding_idx = 0 }, [input]) {
    if (padding_idx < num_embeddings && padding_idx >= -num_embeddings) return { shape: [...input, embedding_dim] };
    return { problem: text('Embedding has padding_idx {0}, but {1} rows.', padding_idx, num_embeddings) };
  },
  parameters: ({ num_embeddings, embedding_dim, padding_idx }) => [
    {
      name: 'weight',
      shape: [num_embeddings, embedding_dim],
      axes: ['num_embeddings', 'embedding_dim'],
      init: { type: 'normal', options: { mean: 0, std: 1 } },
      ...(padding_idx !== undefined && { zeroRow: rowOf(padding_idx, num_embeddings) }),
    },
  ],
  axes: (_, [axes]) => [...axes.map((name) => (name === 'features' ? 'position' : name)), 'embedding_dim'],
  forward({ inputs: [x], output, parameters: { weight } }) {
    const [count, columns] = weight.shape;
    return [
      {
        name: 'look up',
        formula: 'y = W[x]',
        reads: [x, weight],
        writes: [output],
        calls: [
          { kernel: 'embedding', args: [x.offset, sizeOf(x.shape), weight.offset, count, columns, output.offset] },
        ],
      },
    ];
  },
  backward({ options: given, inputs: [x], inputGrads: [inputGrad], outputGrad, parameters, parameterGrads }) {
    const { weight } = parameters;
    const grads: Partial<Record<string, Tensor>> = parameterGrads;
    const [count, columns] = weight.shape;
    const operations: Operation[] = [];
    if (grads.weight) {
      operations.push({
        name: 'weight gradient',
        formula: '∂L/∂W[i] = Σ ∂L/∂y where x = i',
        reads: [x, outputGrad],
        writes: [grads.weight],
        calls: [
          {
            kernel: 'embeddingBackward',
            args: [x.offset, outputGrad.offset, sizeOf(x.shape), count, columns, grads.weight.offset],
          },
          ...(given.padding_idx === undefined ? [] : [zeroed(grads.weight, rowOf(given.padding_idx, count), columns)]),
        ],
      });
    }
    if (inputGrad) {
      operations.push({
        name: 'input gradient',
        formula: '∂L/∂x = 0: a choice has no slope',
        reads: [],
        writes: [inputGrad],
        calls: [{ kernel: 'fill', args: [inputGrad.offset, sizeOf(inputGrad.shape), 0] }],
      });
    }
    return operations;
  },
  pytorch({ num_embeddings, embedding_dim, padding_idx }) {
    const padding = padding_idx === undefined ? '' : `, padding_idx=${padding_idx}`;
    return `nn.Embedding(${num_embeddings}, ${embedding_dim}${padding})`;
  },
  pytorchCall: (_, [x], module) => `${module}(${x}.long())`,
  formula: 'y = W[x]',
  view: { kind: 'weights', parameter: 'weight' },
};

function rowOf(index: number, count: number): number {
  return index < 0 ? index + count : index;
}

function zeroed({ offset }: Tensor, row: number, columns: number): Call {
  return { kernel: 'fill', args: [offset + 4 * row * columns, columns, 0] };
}
