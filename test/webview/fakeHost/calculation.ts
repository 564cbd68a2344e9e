// A number of a Linear taken apart, from the fake tensors: what the engine's `calculate` tells of a real one.
import type { Quantity } from '../../../src/core/worked.ts';
import type { Calculation, CalculationRequest, ShownTerm } from '../../../src/machine/calculation.ts';
import type { LayerDescription, NetworkDescription } from '../../../src/protocol/description.ts';

type Read = (tensor: string, index: number, symbol: string) => Quantity;

export function fakeCalculation(
  { layers }: NetworkDescription,
  { node, at: [row, unit], terms: most }: CalculationRequest,
  read: Read,
): Calculation | null {
  const layer = layers[node] as LayerDescription | undefined;
  const weight = layer?.parameters.find(({ name }) => name === 'weight');
  if (!layer || !weight) return null;
  const [, inputs] = weight.shape;
  const source = layers[layer.inputs[0]] as LayerDescription | undefined;
  const input = source ? `${source.name}.output` : 'input';
  const slope = read(`${layer.name}.output.grad`, row * weight.shape[0] + unit, '∂L/∂z');
  const terms = Array.from({ length: inputs }, (_, i): ShownTerm => {
    const x = read(input, row * inputs + i, `x${i}`);
    const w = read(weight.fullName, unit * inputs + i, `w${unit},${i}`);
    const back = {
      weight: w,
      part: slope.value * x.value,
      gradient: read(`${weight.fullName}.grad`, unit * inputs + i, `∂L/∂w${i}`),
      update: read(`${weight.fullName}.update`, unit * inputs + i, `Δw${i}`),
    };
    return { label: `x${i}`, factors: [x, w], value: x.value * w.value, back };
  });
  const total = terms.reduce((sum, { value }) => sum + value, 0);
  const rest = { count: inputs - most, value: terms.slice(most).reduce((sum, { value }) => sum + value, 0) };
  return {
    state: 'computed',
    forward: [
      {
        ...{ kind: 'sum', name: 'multiply', formula: 'z = Σ x·w', columns: ['x', 'w', 'x·w'], constant: null },
        ...{ divisor: 1, total, node, terms: terms.slice(0, most), rest: inputs > most ? rest : null },
        result: { ...read(`${layer.name}.output`, row * weight.shape[0] + unit, `z${unit}`), value: total },
      },
    ],
    backward: [{ kind: 'formula', name: 'from above', formula: '∂L/∂z', parts: [], result: slope, total: slope.value }],
    isBack: true,
    weight: null,
  };
}
