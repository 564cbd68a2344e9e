// One number of an attention layer, spelled out: how much a position looks at each (softmax of the scores), the values that
// it takes from there, and the output projection. Of the head in which the number's own part of the context lies.
import { flatIndex, product, subscripts, sumOfTerms, type WorkedBuild, type WorkedStep } from '../worked.ts';
import { workedSoftmax } from '../workedSoftmax.ts';
import { type AttentionOptions, keptName } from './attentionTensors.ts';

export function workedAttention(build: WorkedBuild<AttentionOptions>, at: readonly number[]): readonly WorkedStep[] {
  const { inputs, options, mode, output, parameters, scratch, read, result } = build;
  const [, length, width] = inputs[0].shape;
  const [row, position, feature] = at;
  const depth = width / options.num_heads;
  const head = Math.floor(feature / depth);
  const [scores, weights, projected, context] = ['scores', 'weights', 'projected', 'context'].map(scratch);
  const used = options.dropout > 0 && mode === 'train' ? scratch(keptName) : weights;
  const from = ((row * options.num_heads + head) * length + position) * length;
  const largest = Array.from({ length }, (_, key) => key).reduce((best, key) =>
    read(weights, from + key, '').value > read(weights, from + best, '').value ? key : best,
  );
  const attended = Array.from({ length }, (_, key) =>
    product(
      `position ${key}`,
      read(used, from + key, `a${subscripts(position, key)}`),
      read(projected, (row * length + key) * 3 * width + 2 * width + feature, `v${subscripts(key)}`),
    ),
  );
  const taken = sumOfTerms(attended);
  const place = (row * length + position) * width;
  const terms = Array.from({ length: width }, (_, i) =>
    product(
      `c${subscripts(i)}`,
      read(context, place + i, `c${subscripts(i)}`),
      read(parameters['out_proj.weight'], feature * width + i, `w${subscripts(feature, i)}`),
    ),
  );
  const constant = options.bias ? read(parameters['out_proj.bias'], feature, `b${subscripts(feature)}`) : null;
  const total = sumOfTerms(terms, constant);
  return [
    ...workedSoftmax({ x: scores, from, at: largest, read, length }, false, (share) =>
      result(weights, from + largest, `a${subscripts(position, largest)}`, share),
    ),
    {
      ...{ kind: 'sum', name: `values, head ${head}`, terms: attended, constant: null, divisor: 1, total: taken },
      ...{ formula: `c${subscripts(feature)} = Σ a·v`, columns: ['a', 'v', 'a·v'] },
      result: result(context, place + feature, `c${subscripts(feature)}`, taken),
    },
    {
      ...{ kind: 'sum', name: 'output projection', terms, constant, divisor: 1, total, columns: ['c', 'w', 'c·w'] },
      formula: constant ? 'y = Σ c·w + b' : 'y = Σ c·w',
      result: result(output, flatIndex(output.shape, at), `y${subscripts(feature)}`, total),
    },
  ];
}
