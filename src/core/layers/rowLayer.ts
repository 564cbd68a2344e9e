// Softmax and LogSoftmax: two kernels over rows, and what is the same for both. Over another dimension than the last the
// tensor is turned so that it comes last, and back.
import type * as z from 'zod/mini';
import type { Call, Operation } from '../operation.ts';
import { integer, object } from '../options.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { sampleAxis } from './dimension.ts';
import { flatIndex, subscripts } from '../worked.ts';
import type { LayerBuild, LayerType, LayerView } from './layer.ts';
import { permuted, stridesOf } from './permuted.ts';
import { workedSoftmax } from '../workedSoftmax.ts';

const options = object({
  dim: integer('The dimension that sums to 1, the batch being 0.', { default: -1 }),
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
      return 'problem' in found ? found : { shape: input };
    },
    parameters: () => [],
    forward(build) {
      const {
        inputs: [x],
        output,
      } = build;
      const { rows, columns, enter, leave, moved } = turned(build);
      const [from, to] = [moved('moved', x), moved('moved.output', output)];
      const operation: Operation = {
        name: type === 'Softmax' ? 'softmax' : 'log softmax',
        formula,
        reads: [x],
        writes: [output],
        calls: [
          ...enter(x, from),
          { kernel: forward, args: [from.offset, rows, columns, to.offset] },
          ...leave(to, output),
        ],
      };
      return [operation];
    },
    backward(build) {
      const {
        output,
        outputGrad,
        inputGrads: [inputGrad],
      } = build;
      if (!inputGrad) return [];
      const { rows, columns, enter, leave, moved } = turned(build);
      const [y, dy, dx] = [
        moved('moved.output', output),
        moved('moved.output.grad', outputGrad),
        moved('moved.grad', inputGrad),
      ];
      const operation: Operation = {
        name: 'input gradient',
        formula: gradient,
        reads: [output, outputGrad],
        writes: [inputGrad],
        calls: [
          ...enter(outputGrad, dy),
          { kernel: backward, args: [y.offset, dy.offset, rows, columns, dx.offset] },
          ...leave(dx, inputGrad),
        ],
      };
      return [operation];
    },
    worked({ options: { dim }, inputs: [x], output, read, result }, at) {
      const index = flatIndex(output.shape, at);
      const axis = axisOf(dim, x);
      const own = at[axis];
      const stride = stridesOf(x.shape)[axis];
      const row = { x, from: index - own * stride, at: own, read, length: x.shape[axis], stride };
      const symbol = `${type === 'Softmax' ? 'p' : 'log p'}${subscripts(own)}`;
      return workedSoftmax(row, type === 'LogSoftmax', (total) => result(output, index, symbol, total));
    },
    // Without dim PyTorch chooses by an old rule and warns.
    pytorch: ({ dim }) => `nn.${type}(dim=${dim})`,
    formula,
    view,
  };
}

/** The dimension of a batched tensor. */
function axisOf(dim: number, { shape }: Tensor): number {
  return dim < 0 ? dim + shape.length : dim;
}

/** The tensors as rows of the dimension: themselves, or where it isn't the last, turned ones. */
function turned({ options: { dim }, inputs: [x], scratch }: LayerBuild<Options>) {
  const { shape } = x;
  const axis = axisOf(dim, x);
  const columns = shape[axis];
  const sizes = { rows: sizeOf(shape) / columns, columns };
  if (axis === shape.length - 1) {
    const none = (): Call[] => [];
    return { ...sizes, enter: none, leave: none, moved: (_: string, tensor: Tensor) => tensor };
  }
  const dims = [...shape.keys()].filter((other) => other !== axis).concat(axis);
  const back = [...shape.keys()].map((other) => dims.indexOf(other));
  const inside = dims.map((other) => shape[other]);
  return {
    ...sizes,
    enter: (from: Tensor, to: Tensor) => permuted(from.offset, shape, dims, to.offset),
    leave: (from: Tensor, to: Tensor) => permuted(from.offset, inside, back, to.offset),
    moved: (name: string, _: Tensor) => scratch(name, inside),
  };
}
