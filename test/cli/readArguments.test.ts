// Arguments: what is understood, and what is said where it isn't.
import { describe, expect, it } from 'vitest';
import { command } from '../../src/cli/command.ts';
import { readArguments } from '../../src/cli/readArguments.ts';

const train = command({
  name: 'train',
  summary: '',
  usage: 'FILE',
  files: 'one',
  options: {
    iterations: { kind: 'count', value: 'N', summary: '' },
    seconds: { kind: 'seconds', value: 'S', summary: '' },
    json: { kind: 'flag', summary: '' },
    save: { kind: 'path', value: 'OUT', summary: '' },
  },
  notes: [],
  run: () => Promise.resolve(0),
});
const many = { ...train, files: 'many' } as const;

describe('readArguments', () => {
  it('reads options before and after the file, with = or without', () => {
    expect(readArguments(train, ['--iterations', '12', 'a.nn.json', '--save=b', '--json'])).toEqual({
      files: ['a.nn.json'],
      values: { iterations: 12, seconds: undefined, json: true, save: 'b' },
    });
  });

  it('leaves out what is not given', () => {
    const values = { iterations: undefined, seconds: undefined, json: false, save: undefined };
    expect(readArguments(train, ['a'])).toEqual({ files: ['a'], values });
  });

  it('takes what follows -- as files', () => {
    expect(readArguments(many, ['a', '--', '--json'])).toMatchObject({
      files: ['a', '--json'],
      values: { json: false },
    });
  });

  it.each([['0'], ['1'], ['0042'], ['9007199254740991']])('takes %s as a count', (count) => {
    expect(readArguments(train, ['a', '--iterations', count])).toMatchObject({ values: { iterations: Number(count) } });
  });

  it.each([['0.5'], ['.5'], ['10']])('takes %s as seconds', (seconds) => {
    expect(readArguments(train, ['a', '--seconds', seconds])).toMatchObject({ values: { seconds: Number(seconds) } });
  });

  it.each([['-h'], ['--help']])('%s asks for help, whatever else is wrong', (help) => {
    expect(readArguments(train, ['--nonsense', help])).toBe('help');
  });

  it.each([
    [[], 'needs a file'],
    [[''], 'needs a file, and a name given is empty'],
    [['a', 'b'], 'takes one file, not 2: a, b'],
    [['a', '--iteration', '3'], 'there is no option --iteration; did you mean --iterations?'],
    [['a', '--qqq'], 'there is no option --qqq'],
    [['a', '-x'], 'there is no option -x'],
    [['a', '--toString'], 'there is no option --toString'],
    [['a', '--iterations'], '--iterations needs a value: --iterations N'],
    [['a', '--iterations='], '--iterations needs a value: --iterations N'],
    [['a', '--save', '--json'], '--save needs a value: --save OUT'],
    [['a', '--iterations', 'x'], '--iterations must be a whole number, 0 or more, not x'],
    [['a', '--iterations', '-5'], '--iterations must be a whole number, 0 or more, not -5'],
    [['a', '--iterations', '1.5'], '--iterations must be a whole number, 0 or more, not 1.5'],
    [
      ['a', '--iterations', '99999999999999999999'],
      '--iterations must be a whole number, 0 or more, not 99999999999999999999',
    ],
    [['a', '--seconds', '0'], '--seconds must be a number of seconds above 0 and up to 86400, not 0'],
    [['a', '--seconds', 'Infinity'], '--seconds must be a number of seconds above 0 and up to 86400, not Infinity'],
    [['a', '--json=yes'], '--json takes no value'],
    [['a', '--json', '--json'], '--json is given twice'],
  ])('%j: %s', (args, problem) => {
    expect(readArguments(train, args)).toEqual({ problem });
  });
});
