import { expect, test } from 'vitest';
import { floats } from '../../src/core/tensor.ts';
import { exportState, exportTensor } from '../../src/engine/exportTensor.ts';
import { decodeNpy } from '../../src/interop/npy.ts';
import { decodeSafetensors, floatsOf } from '../../src/interop/safetensors.ts';
import type { ExportedTensor } from '../../src/protocol/engine.ts';
import { openMachine } from '../support/openMachine.ts';

const network = (out: number) =>
  openMachine(
    JSON.stringify({
      data: { source: 'digits', test: 0.2 },
      layers: [
        { type: 'Conv2d', out_channels: 3, kernel_size: 3 },
        { type: 'Flatten' },
        { type: 'Linear', out_features: out },
      ],
      loss: 'CrossEntropyLoss',
      optimizer: { type: 'SGD', lr: 0.1 },
      training: { batch_size: 4 },
    }),
  );

function bytesOf(exported: ExportedTensor): Uint8Array {
  if ('mistake' in exported) throw new Error(exported.mistake.template);
  return new Uint8Array(exported.bytes);
}

const textOf = (exported: ExportedTensor): string => new TextDecoder().decode(bytesOf(exported));

test('a whole tensor becomes a .npy file with its own bits', async () => {
  const machine = await network(10);
  const npy = decodeNpy(bytesOf(exportTensor(machine, { tensor: 'conv2d1.weight', slice: null }, 'npy')));
  if ('problem' in npy) throw new Error('not readable');
  expect([npy.shape, npy.descr]).toEqual([[3, 1, 3, 3], '<f4']);
  const values = floats(machine.memory, machine.tensor('conv2d1.weight')!);
  expect([...new Float32Array(npy.bytes.slice().buffer)]).toEqual([...values]);
});

test('a slice is the matrix that is shown, whichever its axes', async () => {
  const machine = await network(10);
  const values = floats(machine.memory, machine.tensor('conv2d1.weight')!);
  const slice = { axes: [3, 0], lead: [0, 1] } as const;
  const shown = JSON.parse(textOf(exportTensor(machine, { tensor: 'conv2d1.weight', slice }, 'json'))) as number[][];
  expect(shown.map((row) => row.length)).toEqual([3, 3, 3]);
  for (let column = 0; column < 3; column++)
    for (let out = 0; out < 3; out++) expect(Math.fround(shown[column][out])).toBe(values[out * 9 + 3 + column]);
  const csv = textOf(exportTensor(machine, { tensor: 'conv2d1.weight', slice }, 'csv'));
  expect(
    csv
      .trim()
      .split('\n')
      .map((line) => line.split(',').length),
  ).toEqual([3, 3, 3]);
});

test('what is not there, and what is too much for a clipboard, is told', async () => {
  const machine = await network(10_000);
  const told = (tensor: string, form: 'csv' | 'npy') => exportTensor(machine, { tensor, slice: null }, form);
  expect(told('linear1.output', 'csv')).toMatchObject({ mistake: { args: ['linear1.output'] } });
  expect(told('linear1.weight', 'csv')).toMatchObject({ mistake: { args: ['linear1.weight', 1_080_000, 1_000_000] } });
  expect(bytesOf(told('linear1.weight', 'npy')).length).toBeGreaterThan(4_320_000);
});

test('all parameters become a .safetensors file with their own bits', async () => {
  const machine = await network(10);
  machine.advance('iteration');
  const file = decodeSafetensors(new Uint8Array(exportState(machine)));
  if ('problem' in file) throw new Error('not readable');
  const names = ['conv2d1.weight', 'conv2d1.bias', 'linear1.weight', 'linear1.bias'];
  expect(file.tensors.map(({ name }) => name).sort()).toEqual([...names].sort());
  for (const tensor of file.tensors)
    expect([...floatsOf(tensor)!]).toEqual([...floats(machine.memory, machine.tensor(tensor.name)!)]);
});
