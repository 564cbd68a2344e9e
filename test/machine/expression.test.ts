// The expression language: values against plain arithmetic, messages with places, completion.
import { beforeAll, describe, expect, it } from 'vitest';
import { formatText } from '../../src/core/text.ts';
import { floats } from '../../src/core/tensor.ts';
import { compileExpression } from '../../src/machine/expression/compile.ts';
import { completeExpression } from '../../src/machine/expression/complete.ts';
import { ExpressionContext } from '../../src/machine/expression/context.ts';
import { formatValue } from '../../src/machine/expression/format.ts';
import { compileTemplate } from '../../src/machine/expression/template.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { openMachine } from '../support/openMachine.ts';

let machine: Machine;
let context: ExpressionContext;

beforeAll(async () => {
  machine = await openMachine(
    JSON.stringify({
      seed: 1,
      data: { source: 'moons', samples: 40 },
      layers: [
        { type: 'Linear', out_features: 4 },
        { type: 'ReLU' },
        { type: 'Linear', name: 'fc-2', out_features: 1 },
      ],
      loss: 'BCEWithLogitsLoss',
      optimizer: { type: 'SGD', lr: 0.1 },
      training: { batch_size: 10 },
    }),
  );
  context = new ExpressionContext(machine, () => [1, 2, 3, 4]);
  machine.seek(machine.program.instructions.length * 6);
});

function value(source: string): unknown {
  const compiled = compileExpression(source, machine);
  const result = 'mistake' in compiled ? compiled : compiled.evaluate(context);
  if ('mistake' in result)
    throw new Error(`${formatText(result.mistake.message)} @${result.mistake.start}-${result.mistake.end}`);
  const found = result.value;
  if (typeof found !== 'object') return found;
  return {
    shape: found.kind === 'tensor' ? found.tensor.shape : found.shape,
    values: Array.from(context.cells(found)!.values),
  };
}

const weight = () => [...floats(machine.memory, machine.tensor('linear1.weight')!)];

describe('values', () => {
  it.each([
    ['1 + 2 * 3 ** 2 - -4', 23],
    ['-2 ** 2', -4],
    ['2 ** -1', 0.5],
    ['7 // 2 + 7 % 3', 4],
    ['-7 % 3', 2],
    ['1 < 2 and not 2 < 1 or false', true],
    ['!(1 == 1) || 2 != 3 && true', true],
    ['1_000 * 1e-3', 1],
    ['iteration', 6],
    ['epoch', 2],
    ['batch', 2],
    ['rows', 10],
    ['lr', 0.1],
    ['phase == "data"', true],
    ["layer == 'data'", true],
    ['iteration % 100 == 6', true],
    ['test_loss', 3],
    ['nan == nan', false],
    ['linear1.weight.size()', 8],
  ])('%s', (source, expected) => expect(value(source)).toBe(expected));

  it('reads tensors, whole and in part', () => {
    const w = weight();
    expect(value('linear1.weight[2, 1]')).toBe(w[5]);
    expect(value('linear1.weight[-1, -1]')).toBe(w[7]);
    expect(value('linear1.weight[1]')).toEqual({ shape: [2], values: w.slice(2, 4) });
    expect(value('linear1.weight[:, 0]')).toEqual({ shape: [4], values: [w[0], w[2], w[4], w[6]] });
    expect(value('linear1.weight[1:4:2, :]')).toEqual({ shape: [2, 2], values: [w[2], w[3], w[6], w[7]] });
    expect(value('linear1.weight.shape')).toEqual({ shape: [2], values: [4, 2] });
    expect(value('`fc-2`.bias.shape[0]')).toBe(1);
    expect(value('(linear1.weight + linear1.weight[0])[3, 1]')).toBe(w[7] + w[1]);
    expect(value('(linear1.weight > 0).mean()')).toBe(w.filter((x) => x > 0).length / 8);
    expect(value('loss')).toBe(machine.loss);
  });

  it('computes statistics as a plain loop does, of tensors and of what is computed', () => {
    const w = weight();
    const mean = w.reduce((a, b) => a + b) / 8;
    const expected: Record<string, number> = {
      mean,
      std: Math.sqrt(w.reduce((a, b) => a + (b - mean) ** 2, 0) / 8),
      norm: Math.sqrt(w.reduce((a, b) => a + b * b, 0)),
      min: Math.min(...w),
      max: Math.max(...w),
      sum: mean * 8,
      argmax: w.indexOf(Math.max(...w)),
      zeros: 0,
    };
    for (const [name, figure] of Object.entries(expected)) {
      expect(value(`linear1.weight.${name}()`), name).toBeCloseTo(figure, 5);
      expect(value(`${name}(linear1.weight * 1)`), name).toBeCloseTo(figure, 5);
    }
    const zeros = floats(machine.memory, machine.tensor('relu1.output')!).filter((x) => x === 0).length / 40;
    expect(value('relu1.output.zeros()')).toBeCloseTo(zeros, 10);
    expect(zeros).toBeGreaterThan(0);
  });
});

describe('mistakes', () => {
  it.each([
    ['', 'An expression is expected. @0-0'],
    ['loss >', 'The expression ends too early. @6-6'],
    ['loss > > 2', 'A value is expected here, not >. @7-8'],
    ['loss = 2', 'To compare, write ==. @5-6'],
    ['1 < loss < 2', 'Compare two at a time: a < b and b < c. @9-10'],
    ['(loss', ') is expected here. @5-5'],
    ['loss # 2', '# means nothing here. @5-6'],
    ['iteratoin > 3', 'There is no iteratoin: did you mean iteration? @0-9'],
    ['linaer1.weight', 'There is no linaer1.weight: did you mean linear1.weight? @0-14'],
    ['linear1.wieght > 1', 'There is no linear1.wieght: did you mean linear1.weight? @0-14'],
    ['linear1', /^linear1 is a layer, not a value: it has .*linear1\.weight.* @0-7$/],
    ['linear1.weight.norm', 'norm is a function: write norm(). @15-19'],
    ['linear1.weight.nrom()', 'There is no function nrom: did you mean norm? @15-19'],
    ['linear1.weight[9, 0]', 'Index 9 is outside axis 0, which has 4. @0-20'],
    ['linear1.weight[0, 0, 0]', /too many for the shape \[4, 2\]/],
    ['linear1.weight[0.5]', 'An index is a whole number. @15-18'],
    ['linear1.weight and true', /tensor of shape \[4, 2\], not one truth/],
    ['linear1.weight + linear1.bias', /don’t fit/],
    ['"a" + 1', 'string + number means nothing. @0-7'],
    ['loss > "a', 'A closing " is missing. @7-9'],
    [`${'('.repeat(200)}1`, /nested too deeply/],
    [`loss${'.y'.repeat(20_000)}`, /too long/],
  ])('%s', (source, message) => {
    const check = expect(() => value(source));
    if (typeof message === 'string') check.toThrow(new Error(message));
    else check.toThrow(message);
  });

  it('has no value for what is not computed yet, and says so', async () => {
    const fresh = await openMachine(JSON.stringify({ ...machineText, seed: 2 }));
    const compiled = compileExpression('relu1.output.zeros() > 0.5', fresh);
    if ('mistake' in compiled) throw new Error('it is right');
    const result = compiled.evaluate(new ExpressionContext(fresh, () => []));
    expect('mistake' in result && result.mistake.notYet).toBe(true);
  });
});

const machineText = {
  data: { source: 'moons', samples: 40 },
  layers: [{ type: 'Linear', out_features: 4 }, { type: 'ReLU' }, { type: 'Linear', out_features: 1 }],
  loss: 'BCEWithLogitsLoss',
  optimizer: { type: 'SGD', lr: 0.1 },
};

it('fills templates', () => {
  const compiled = compileTemplate('{{loss}} at {iteration}, lr {lr}', machine);
  expect('template' in compiled && compiled.template(context)).toBe('{loss} at 6, lr 0.1');
  const wrong = compileTemplate('lr {lrr}', machine);
  expect('mistake' in wrong && wrong.mistake).toMatchObject({ start: 4, end: 7 });
});

it('completes names, parts and functions', () => {
  const texts = (source: string) => completeExpression(source, machine).map(({ text }) => text);
  expect(texts('lo')).toEqual(expect.arrayContaining(['loss']));
  expect(texts('2 * lin')).toEqual(['linear1']);
  expect(texts('inp')).toEqual(['input']);
  expect(texts('tar')).toEqual(['target']);
  expect(texts('bat')).toEqual(['batch']);
  expect(texts('fc')).toEqual(['`fc-2`']);
  expect(texts('linear1.')).toEqual(expect.arrayContaining(['weight', 'bias', 'output']));
  expect(texts('linear1.weight.gr')).toEqual(['grad']);
  expect(texts('linear1.weight.no')).toEqual(['norm()']);
  expect(texts('(loss + 1).m')).toEqual(['mean()', 'min()', 'max()']);
});

it('writes values short', () => {
  const text = (source: string) => {
    const compiled = compileExpression(source, machine);
    const result = 'mistake' in compiled ? compiled : compiled.evaluate(context);
    return 'value' in result ? formatValue(result.value, context) : 'wrong';
  };
  expect(text('0.1')).toBe('0.1');
  expect(text('linear1.weight.shape')).toBe('[4, 2]');
  expect(text('relu1.output')).toMatch(/^\[10, 4\] mean [\d.]+ · std [\d.]+ · min 0 · max [\d.]+$/);
});
