// Softmax of one row, spelled out: every number's share of the exponentials' sum.
import { exp, log } from './math.ts';
import type { Tensor } from './tensor.ts';
import { type Quantity, subscripts, type WorkedBuild, type WorkedStep } from './worked.ts';

interface Row extends Pick<WorkedBuild, 'read'> {
  readonly x: Tensor;
  /** Index of the row's first number. */
  readonly from: number;
  /** Which of the row's. */
  readonly at: number;
  /** How many; the last dimension's unless given. */
  readonly length?: number;
  /** From one of its numbers to the next; 1 unless given. */
  readonly stride?: number;
}

/** @param result makes the quantity of p, or of log p where `logarithm` */
export function workedSoftmax(
  { x, from, at, read, length = x.shape[x.shape.length - 1], stride = 1 }: Row,
  logarithm: boolean,
  result: (total: number) => Quantity,
): readonly WorkedStep[] {
  const row = Array.from({ length }, (_, i) => read(x, from + i * stride, `x${subscripts(i)}`));
  const largest = row.reduce((most, { value }) => Math.max(most, value), -Infinity);
  const terms = row.map((quantity, i) => ({
    label: String(i),
    factors: [quantity],
    value: exp(quantity.value - largest),
  }));
  const sum = terms.reduce((total, { value }) => total + value, 0);
  const own = row[at];
  const total = logarithm ? own.value - largest - log(sum) : terms[at].value / sum;
  const max = { ...row.find(({ value }) => value === largest), symbol: 'max', value: largest };
  return [
    {
      ...{ kind: 'sum', name: 'exponentials', formula: 'S = Σ exp(x − max)', columns: ['x', 'exp(x − max)'] },
      ...{ terms, constant: null, divisor: 1, total: sum },
      result: { symbol: 'S', value: sum },
    },
    {
      ...{ kind: 'formula', name: logarithm ? 'log softmax' : 'softmax', total },
      formula: logarithm ? 'log p = x − max − log S' : 'p = exp(x − max) / S',
      parts: [own, max, { symbol: 'S', value: sum }],
      result: result(total),
    },
  ];
}
