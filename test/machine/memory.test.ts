// What a run's memory holds: little besides its tensors, headless less than they would take side by side, and no more than
// half again with the evaluation at its end. From the plan's figures, not the process's.
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { Evaluator } from '../../src/machine/evaluator.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { openMachine } from '../support/openMachine.ts';

const linear = (out_features: number) => ({ type: 'Linear', out_features });
const relu = { type: 'ReLU' };
const run = (rows: number, features: number, batch_size: number, layers: object[]) =>
  JSON.stringify({
    data: { source: 'randn', samples: rows, features, outputs: 10 },
    ...{ layers: [...layers, linear(10)], loss: 'MSELoss', optimizer: 'Adam', training: { batch_size } },
  });

const networks = {
  dense: run(512, 784, 128, [linear(1024), relu, linear(1024), relu]),
  convolutions: run(256, 784, 32, [
    { type: 'Unflatten', unflattened_size: [1, 28, 28] },
    { type: 'Conv2d', out_channels: 16, kernel_size: 3, padding: 1 },
    { type: 'BatchNorm2d' },
    relu,
    { type: 'MaxPool2d', kernel_size: 2 },
    { type: 'Conv2d', out_channels: 32, kernel_size: 3, padding: 1, padding_mode: 'reflect' },
    relu,
    { type: 'MaxPool2d', kernel_size: 2 },
    { type: 'Flatten' },
  ]),
  transformer: run(128, 32 * 64, 32, [
    { type: 'Unflatten', unflattened_size: [32, 64] },
    {
      ...{ type: 'Repeat', times: 3 },
      layers: [
        { type: 'LayerNorm' },
        { type: 'MultiheadAttention', num_heads: 4, causal: true, dropout: 0.1, name: 'attention' },
        { type: 'Add', name: 'sum', inputs: ['input', 'attention'] },
        ...[{ type: 'LayerNorm' }, linear(256), { type: 'GELU' }, linear(64)],
        { type: 'Add', inputs: ['sum', 'linear2'] },
      ],
    },
    { type: 'Flatten' },
  ]),
  recurrent: run(256, 20 * 8, 32, [
    { type: 'Unflatten', unflattened_size: [20, 8] },
    { type: 'LSTM', hidden_size: 64, num_layers: 2 },
    { type: 'Select', index: -1 },
  ]),
};

/** Bytes of all tensors that have a name, side by side: data, parameters, state, outputs, gradients, what layers keep. */
function tensorBytes({ program, data }: Machine): number {
  const tensors = [...program.tensors.values()].map(({ tensor }) => tensor);
  return [...tensors, data.train.x, data.train.y].reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
}

describe.each(Object.entries(networks))('%s', (_, text) => {
  it('takes little more memory than its tensors, and headless less', async () => {
    const apart = await openMachine(text, { observed: false, historyLimit: null });
    const looked = await openMachine(text);
    const headless = await openMachine(text, { observed: false, historyLimit: null, sharesSpace: true });
    const all = tensorBytes(apart);
    const bytes = ({ memory }: Machine) => memory.buffer.byteLength;
    expect(bytes(apart) / all).toBeLessThan(1.1);
    // The last updates are tensors too.
    expect(bytes(looked) / tensorBytes(looked)).toBeLessThan(1.1);
    expect(bytes(headless) / all).toBeLessThan(0.95);
    const shared = headless.program.shared.to - headless.program.shared.from;
    expect(bytes(headless)).toBeLessThan(1.15 * (tensorBytes(headless) + shared));
    new Evaluator(headless).metrics('train');
    expect(bytes(headless) / all).toBeLessThan(1.5);
  });
});
