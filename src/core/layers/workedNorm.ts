// A number of a normalisation, spelled out: its distance from the mean in deviations, then scaled and shifted as learned.
import type { Tensor } from '../tensor.ts';
import { flatIndex, type Quantity, type WorkedBuild, type WorkedStep } from '../worked.ts';

interface Norm {
  readonly mean: Tensor;
  readonly invStd: Tensor;
  /** Which mean and deviation is the number's. */
  readonly group: number;
  /** Which scale and shift, where they are learned. */
  readonly element: number;
  readonly affine: boolean;
}

export function workedNorm(
  { inputs: [x], output, parameters, read, result }: WorkedBuild,
  { mean, invStd, group, element, affine }: Norm,
  at: readonly number[],
): readonly WorkedStep[] {
  const index = flatIndex(output.shape, at);
  const parts = [read(x, index, 'x'), read(mean, group, 'mean'), read(invStd, group, '1/√(var + eps)')];
  const normal = (parts[0].value - parts[1].value) * parts[2].value;
  const place = (symbol: string): Quantity =>
    affine ? { symbol, value: normal } : result(output, index, symbol, normal);
  const first: WorkedStep = {
    ...{ kind: 'formula', name: 'normalise', formula: 'x̂ = (x − mean) / √(var + eps)', parts, total: normal },
    result: place(affine ? 'x̂' : 'y'),
  };
  if (!affine) return [first];
  const learned = [read(parameters.weight, element, 'γ'), read(parameters.bias, element, 'β')];
  const total = normal * learned[0].value + learned[1].value;
  return [
    first,
    {
      ...{ kind: 'formula', name: 'scale and shift', formula: 'y = γ·x̂ + β', total },
      parts: [learned[0], { symbol: 'x̂', value: normal }, learned[1]],
      result: result(output, index, 'y', total),
    },
  ];
}
