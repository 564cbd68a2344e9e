// What layers show as images: their records say which tensors, and these are there.
import { describe, expect, it } from 'vitest';
import { describeNetwork } from '../../src/engine/describe.ts';
import { openMachine } from '../support/openMachine.ts';

async function picturesOf(data: object, layers: readonly object[]) {
  const network = {
    seed: 1,
    data,
    layers,
    loss: 'MSELoss',
    optimizer: { type: 'SGD', lr: 0.1 },
    training: { batch_size: 4 },
  };
  const machine = await openMachine(JSON.stringify(network));
  machine.advance('iteration');
  const described = describeNetwork(machine, machine.network);
  for (const { pictures } of described.layers)
    for (const { tensor, shape, marks } of pictures) {
      expect(machine.tensor(tensor)?.shape).toEqual(shape);
      if (marks) expect(machine.tensor(marks.tensor)?.shape).toEqual(marks.shape);
    }
  return described.layers.map(({ pictures }) => pictures.map(({ tensor }) => tensor));
}

const inline = (sample: unknown, target: unknown) => ({
  source: 'inline',
  x: Array.from({ length: 4 }, () => sample),
  y: Array.from({ length: 4 }, () => target),
});
const matrix = (rows: number, columns: number) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => i - j));

describe('pictures', () => {
  it('show filters and maps of a convolution, and where a pool took its maximum', async () => {
    const pictures = await picturesOf(inline([matrix(6, 6)], [[[0]]]), [
      { type: 'Conv2d', name: 'conv', out_channels: 1, kernel_size: 3 },
      { type: 'ReLU', name: 'relu' },
      { type: 'MaxPool2d', name: 'pool', kernel_size: 4 },
    ]);
    expect(pictures).toEqual([['conv.weight', 'conv.output'], ['relu.output'], ['relu.output', 'pool.output']]);
  });

  it('show attention of each head and gates over time', async () => {
    const pictures = await picturesOf(inline(matrix(5, 4), matrix(5, 3)), [
      { type: 'MultiheadAttention', name: 'attention', num_heads: 2 },
      { type: 'LSTM', name: 'lstm', hidden_size: 3 },
      { type: 'GRU', name: 'gru', hidden_size: 3 },
      { type: 'RNN', name: 'rnn', hidden_size: 3 },
    ]);
    expect(pictures).toEqual([
      ['attention.weights'],
      ['lstm.gates_l0', 'lstm.cell_l0', 'lstm.output'],
      ['gru.gates_l0', 'gru.output'],
      ['rnn.output'],
    ]);
  });
});
