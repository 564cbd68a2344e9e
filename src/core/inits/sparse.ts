// sparse: normal values, a fraction of each column set to 0.
// Source: J. Martens, Deep learning via Hessian-free optimization, 2010;
// https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.sparse_
import type * as z from 'zod/mini';
import { number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { text } from '../text.ts';
import { figure } from './figure.ts';
import type { InitType } from './init.ts';

const options = object({
  sparsity: number('The fraction of each column that is 0.', { min: 0, max: 1 }),
  std: number('Standard deviation of the others.', { default: 0.01, min: 0 }),
});
type Options = z.infer<typeof options>;

/** Zeros in a column. */
const zerosOf = (sparsity: number, rows: number): number => Math.ceil(sparsity * rows);

export const sparse = {
  type: 'sparse',
  summary: 'Normal values, most of them set to 0: each unit listens to few others.',
  options,
  needsMatrix: true,
  check(_, { shape }) {
    return shape.length === 2 ? null : text('sparse needs two dimensions, and this parameter has {0}.', shape.length);
  },
  fill(out, { sparsity, std }, { shape: [rows, columns] }, generator) {
    generator.normal(out, 0, std);
    const zeros = zerosOf(sparsity, rows);
    const order = new Int32Array(rows);
    for (let column = 0; column < columns; column++) {
      generator.randperm(rows, order);
      for (let i = 0; i < zeros; i++) out[order[i] * columns + column] = 0;
    }
  },
  explain({ sparsity, std }, { shape: [rows] }) {
    const zeros = zerosOf(sparsity, rows);
    return {
      theory: { kind: 'normal', mean: 0, std, zeros: rows > 0 ? zeros / rows : 0 },
      formula: `std = ${figure(std)}, then ⌈sparsity·rows⌉ = ⌈${figure(sparsity)}·${rows}⌉ = ${zeros} of each column 0`,
      figures: [
        ['std', std],
        ['zeros in a column', zeros],
      ],
    };
  },
  pytorch({ sparsity, std }, parameter) {
    const others = object({ std: options.shape.std });
    return pythonCall('nn.init.sparse_', others, { std }, [parameter, `sparsity=${sparsity}`]);
  },
} satisfies InitType<Options>;
