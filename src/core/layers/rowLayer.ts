// Softmax and LogSoftmax: two kernels over rows, and what is the same for both.
import type * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { integer, object } from '../options.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { text } from '../text.ts';
import { sampleAxis } from './dimension.ts';
import { flatIndex, subscripts } from '../worked.ts';
import type { LayerType, LayerView } from './layer.ts';
import { workedSoftmax } from '../workedSoftmax.ts';

const options = object({
  dim: integer('The dimension that sums to 1, the batch being 0: only the last one is supported.', { default: -1 }),
});
type Options = z.infer<typeof options>;

/** What distinguishes the two. */
interface RowLayer {
  readonly type: string;
  readonly summary: string;
  readonly formula: string;
  readonly gradient: string;
  readonly forward: 'softmax' | 'logSoftmax';
  readonly backward: 'softmaxBackward' | 'logSoftmaxBackward';
  readonly view: LayerView<Options>;
}

/** A layer that turns each row (last dimension) into a distribution. */
export function rowLayer({ type, summary, formula, gradient, forward, backward, view }: RowLayer): LayerType<Options> {
  return {
    type,
    summary,
    options,
    arity: 'one',
    output({ dim }, [input]) {
      const found = sampleAxis('dim', dim, input);
      if ('problem' in found) return found;
      if (found.axis === input.length) return { shape: input };
      return {
        problem: text('{0} works over the last dimension only: leave out dim, or write -1 instead of {1}.', type, dim),
      };
    },
    parameters: () => [],
    forward({ inputs: [x], output }) {
      const { rows, columns } = table(x);
      const operation: Operation = {
        name: type === 'Softmax' ? 'softmax' : 'log softmax',
        formula,
        reads: [x],
        writes: [output],
        calls: [{ kernel: forward, args: [x.offset, rows, columns, output.offset] }],
      };
      return [operation];
    },
    backward({ output, outputGrad, inputGrads: [inputGrad] }) {
      if (!inputGrad) return [];
      const { rows, columns } = table(output);
      const operation: Operation = {
        name: 'input gradient',
        formula: gradient,
        reads: [output, outputGrad],
        writes: [inputGrad],
        calls: [{ kernel: backward, args: [output.offset, outputGrad.offset, rows, columns, inputGrad.offset] }],
      };
      return [operation];
    },
    worked({ inputs: [x], output, read, result }, at) {
      const index = flatIndex(output.shape, at);
      return workedSoftmax(
        { x, from: index - at[at.length - 1], at: at[at.length - 1], read },
        type === 'LogSoftmax',
        (total) =>
          result(output, index, `${type === 'Softmax' ? 'p' : 'log p'}${subscripts(at[at.length - 1])}`, total),
      );
    },
    // Without dim PyTorch chooses by an old rule and warns.
    pytorch: ({ dim }) => `nn.${type}(dim=${dim})`,
    formula,
    view,
  };
}

function table({ shape }: Tensor): { readonly rows: number; readonly columns: number } {
  const columns = shape[shape.length - 1];
  return { rows: sizeOf(shape) / columns, columns };
}
