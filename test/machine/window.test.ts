import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { floats, type Memory, type Tensor } from '../../src/core/tensor.ts';
import { Answers } from '../../src/machine/answers.ts';
import { readWindow } from '../../src/machine/window.ts';
import { readWindow as read } from '../../src/protocol/frame.ts';
import { openMachine } from '../support/openMachine.ts';

function filled(shape: readonly number[], valueAt: (i: number) => number): { memory: Memory; tensor: Tensor } {
  const memory: Memory = { buffer: new ArrayBuffer(64 + 4 * sizeOf(shape)), grow: () => 0 };
  const tensor: Tensor = { name: 't', shape, dtype: 'float32', offset: 64 };
  new Float32Array(memory.buffer, 64, sizeOf(shape)).set(Array.from({ length: sizeOf(shape) }, (_, i) => valueAt(i)));
  return { memory, tensor };
}

const whole = { kind: 'window', tensor: 't', rows: [0, 1e9], columns: [0, 1e9], height: 1e9, width: 1e9 } as const;

describe('a window', () => {
  it('shows any two axes of a tensor at any index of the others', () => {
    const shape = [2, 3, 4, 5];
    const { memory, tensor } = filled(shape, (i) => i);
    const at = (b: number, c: number, h: number, w: number): number => ((b * 3 + c) * 4 + h) * 5 + w;
    const usual = read(readWindow(memory, tensor, { ...whole, lead: [1, 2] }));
    expect([usual.height, usual.width, usual.cells[7]]).toEqual([4, 5, at(1, 2, 1, 2)]);
    const turned = read(readWindow(memory, tensor, { ...whole, axes: [3, 0], lead: [2, 1] }));
    expect([turned.height, turned.width]).toEqual([5, 2]);
    expect([...turned.cells]).toEqual(Array.from({ length: 10 }, (_, i) => at(i % 2, 2, 1, Math.floor(i / 2))));
    const middle = read(readWindow(memory, tensor, { ...whole, axes: [1, 2], lead: [0, 99], rows: [1, 3] }));
    expect([middle.row, middle.height, middle.width, middle.cells[1]]).toEqual([1, 2, 4, at(0, 1, 1, 4)]);
  });

  it('takes a vector as one row, a scalar as one cell, and axes that are none as the last two', () => {
    const vector = filled([3], (i) => i + 1);
    expect([...readWindow(vector.memory, vector.tensor, whole)]).toEqual([0, 1, 0, 3, 1, 3, 1, 2, 3]);
    const scalar = filled([], () => 7);
    expect([...readWindow(scalar.memory, scalar.tensor, whole)]).toEqual([0, 1, 0, 1, 1, 1, 7]);
    const matrix = filled([2, 2], (i) => i);
    expect([...readWindow(matrix.memory, matrix.tensor, { ...whole, axes: [0, 5] })]).toEqual([
      ...readWindow(matrix.memory, matrix.tensor, whole),
    ]);
  });

  it('reduces to the value of largest magnitude, NaN before ∞ before numbers', () => {
    const { memory, tensor } = filled([2, 8], (i) => [1, -5, Infinity, 2, NaN, Infinity, 0, 0][i % 8]);
    const { cells } = read(
      readWindow(memory, tensor, { ...whole, height: 1, width: 4, rows: [0, 2], columns: [0, 8] }),
    );
    expect([...cells]).toEqual([-5, Infinity, NaN, 0]);
  });

  it('keeps the size of its blocks beyond the end', () => {
    const { memory, tensor } = filled([5, 7], (i) => i);
    const watch = { ...whole, rows: [2, 6], columns: [0, 9], height: 2, width: 3 } as const;
    const { row, rows, columns, height, width, cells } = read(readWindow(memory, tensor, watch));
    expect({ row, rows, columns, height, width }).toEqual({ row: 2, rows: 4, columns: 9, height: 2, width: 3 });
    expect([...cells]).toEqual([23, 26, 27, 30, 33, 34]);
  });

  it('agrees with a plain search on random windows', () => {
    let state = 7;
    const next = (below: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % below;
    const { memory, tensor } = filled([40, 50], () => next(2001) - 1000);
    const values = floats(memory, tensor);
    for (let trial = 0; trial < 50; trial++) {
      const [row, column] = [next(39), next(49)];
      const [rowEnd, columnEnd] = [row + 1 + next(40 - row), column + 1 + next(50 - column)];
      const watch = { ...whole, rows: [row, rowEnd], columns: [column, columnEnd], height: 7, width: 9 } as const;
      const found = read(readWindow(memory, tensor, watch));
      let largest = 0;
      for (let r = row; r < rowEnd; r++)
        for (let c = column; c < columnEnd; c++) largest = Math.max(largest, Math.abs(values[r * 50 + c]));
      expect(Math.max(...[...found.cells].map(Math.abs))).toBe(largest);
    }
  });
});

const wide = JSON.stringify({
  data: { source: 'moons', samples: 64 },
  layers: [
    { type: 'Linear', out_features: 40000 },
    { type: 'Linear', out_features: 1 },
  ],
  loss: 'MSELoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 8 },
});

describe('answers about a tensor', () => {
  it('find the magnitude below which a part lies', async () => {
    const machine = await openMachine(wide);
    const answers = new Answers(machine);
    const tensor = machine.tensor('linear1.weight')!;
    const sorted = floats(machine.memory, tensor)
      .map(Math.abs)
      .sort((a, b) => a - b);
    for (const part of [0.5, 0.9, 0.99]) {
      const [found] = answers.answer({ kind: 'magnitude', tensor: 'linear1.weight', part })!;
      const exact = sorted[Math.ceil(part * sorted.length) - 1];
      expect(Math.abs(found / exact - 1)).toBeLessThan(1e-3);
    }
    floats(machine.memory, tensor).fill(0).set([NaN, Infinity]);
    expect(answers.answer({ kind: 'magnitude', tensor: 'linear1.weight', part: 0.98 })![0]).toBe(0);
  });

  it('are kept while the moment is the same, and made anew after a step or an edit', async () => {
    const machine = await openMachine(wide);
    const answers = new Answers(machine);
    const watch = { kind: 'statistics', tensor: 'linear1.weight' } as const;
    const first = answers.answer(watch);
    expect(answers.answer(watch)).toBe(first);
    machine.advance('iteration');
    const second = answers.answer(watch)!;
    expect([...second]).not.toEqual([...first!]);
    machine.edit({ kind: 'value', tensor: 'linear1.weight', index: 5, value: 100 });
    answers.forget();
    expect(answers.answer(watch)![4]).toBe(100);
  });
});
