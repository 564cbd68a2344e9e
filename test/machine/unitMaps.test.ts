// Each unit's map over the plane is what the layer gives there in a forward pass.
import { describe, expect, it } from 'vitest';
import { Answers } from '../../src/machine/answers.ts';
import { openMachine } from '../support/openMachine.ts';

const network = {
  seed: 3,
  data: { source: 'xor' },
  layers: [
    { type: 'Linear', name: 'first', out_features: 3 },
    { type: 'ReLU', name: 'relu' },
    { type: 'Linear', name: 'last', out_features: 1 },
  ],
  loss: 'MSELoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 4 },
};
const watch = { kind: 'unitMaps' as const, x: [-1, 3] as const, y: [0, 2] as const, width: 4, height: 3 };

describe('unit maps', () => {
  it('hold w·x + b of each unit at each point, the first row at the bottom', async () => {
    const machine = await openMachine(JSON.stringify(network));
    machine.advance('iteration');
    const answers = new Answers(machine);
    const values = (name: string) => new Float32Array(machine.memory.buffer, machine.tensor(name)!.offset, 6).slice();
    const [weight, bias] = [values('first.weight'), values('first.bias')];
    const first = answers.answer({ ...watch, layer: 'first' })!;
    const relu = answers.answer({ ...watch, layer: 'relu' })!;
    expect(first[0]).toBe(3);
    expect(first).toHaveLength(1 + 3 * 12);
    for (let unit = 0; unit < 3; unit++) {
      for (let cell = 0; cell < 12; cell++) {
        const [x, y] = [-1 + ((cell % 4) + 0.5), (Math.floor(cell / 4) + 0.5) * (2 / 3)];
        const z = weight[2 * unit] * x + weight[2 * unit + 1] * y + bias[unit];
        expect(first[1 + unit * 12 + cell]).toBeCloseTo(z, 5);
        expect(relu[1 + unit * 12 + cell]).toBeCloseTo(Math.max(0, z), 5);
      }
    }
  });

  it('follow a weight that is changed by hand, and are none of a layer that is not there', async () => {
    const machine = await openMachine(JSON.stringify(network));
    const answers = new Answers(machine);
    const before = answers.answer({ ...watch, layer: 'first' })!;
    expect(machine.edit({ kind: 'value', tensor: 'first.bias', index: 1, value: 100 })).toBeNull();
    const after = answers.answer({ ...watch, layer: 'first' })!;
    expect(after[1]).toBe(before[1]);
    expect(after[13]).toBeGreaterThan(before[13] + 90);
    expect(answers.answer({ ...watch, layer: 'nowhere' })).toBeNull();
  });
});
