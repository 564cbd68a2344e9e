// `dist/cli.js` as users run it.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../esbuild.mjs';
import { version } from '../../package.json';
import { decodeSafetensors, floatsOf } from '../../src/interop/safetensors.ts';
import { workFolder } from './backstep.ts';
import { networks } from './networks.ts';

let at: Awaited<ReturnType<typeof workFolder>>;

beforeAll(async () => {
  await build();
  at = await workFolder(networks);
}, 60_000);
afterAll(() => at.remove());

/** JSON lines. */
function linesOf(out: string): Record<string, unknown>[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function savedIn(name: string) {
  const decoded = decodeSafetensors(await readFile(at.path(name)));
  if ('problem' in decoded) throw new Error(decoded.problem.template);
  return Object.fromEntries(
    decoded.tensors.map((tensor) => [tensor.name, { shape: tensor.shape, values: floatsOf(tensor) }]),
  );
}

describe('check', () => {
  it('is silent about a good file', async () => {
    expect(await at.backstep('check', 'moons.nn.json', 'sine.nn.json')).toEqual({ exitCode: 0, out: '', err: '' });
    expect(await at.backstep('check', 'moons.nn.json', '--json')).toMatchObject({ exitCode: 0, out: '[]\n' });
  });

  it('prints each mistake as file:line:column severity code message', async () => {
    const { exitCode, out, err } = await at.backstep('check', 'broken.nn.json');
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
    const lines = out.trimEnd().split('\n');
    for (const line of lines)
      expect(line).toMatch(/^broken\.nn\.json:\d+:\d+ (error|warning|info|hint) [a-z]+(-[a-z]+)* \S.*$/);
    expect(lines.find((line) => line.startsWith('broken.nn.json:5:3 error unknown-field '))).toContain('optimizer');
    expect(lines.some((line) => line.startsWith('broken.nn.json:6:'))).toBe(true);
  });

  it('prints them as JSON', async () => {
    const { exitCode, out } = await at.backstep('check', '--json', 'broken.nn.json', 'moons.nn.json');
    expect(exitCode).toBe(1);
    const records = JSON.parse(out) as Record<string, unknown>[];
    expect(records.length).toBeGreaterThan(1);
    const found = records.find(({ code }) => code === 'unknown-field');
    expect(found).toMatchObject({
      file: 'broken.nn.json',
      severity: 'error',
      start: { line: 5, column: 3 },
      end: { line: 5, column: 14 },
    });
    expect(Object.keys(found ?? {})).toEqual(['file', 'code', 'severity', 'message', 'start', 'end']);
  });

  it('does not count a byte order mark as a column', async () => {
    const { out } = await at.backstep('check', 'bom.nn.json');
    expect(out).toMatch(/^bom\.nn\.json:5:3 error unknown-field/m);
  });

  it('goes on after a file that can not be read', async () => {
    const { exitCode, out, err } = await at.backstep(
      'check',
      'missing.nn.json',
      '.',
      'latin1.nn.json',
      'broken.nn.json',
    );
    expect(exitCode).toBe(2);
    expect(err).toBe('backstep: missing.nn.json does not exist\nbackstep: . is a folder, not a file\n');
    expect(out).toMatch(/^latin1\.nn\.json:1:2 error encoding .*\nbroken\.nn\.json:/);
  });

  it('says once and where that a file is no UTF-8 text, which is the file’s fault', async () => {
    const { exitCode, out } = await at.backstep('check', 'latin1.nn.json');
    expect(exitCode).toBe(1);
    expect(out.split('\n')).toEqual([expect.stringMatching(/^latin1\.nn\.json:1:2 error encoding /), '']);
    expect(await at.backstep('run', 'latin1.nn.json', '--iterations', '1')).toMatchObject({ exitCode: 1, out: '' });
  });

  it('names the data file that is not there', async () => {
    const { out } = await at.backstep('check', 'nodata.nn.json');
    expect(out).toMatch(/error data-file "no\.csv" does not exist\./);
  });

  it('names a tensor of the file’s weights that does not fit, and weights that are not there', async () => {
    const { exitCode, out } = await at.backstep('check', 'narrow.nn.json', 'nowhere.nn.json');
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^narrow\.nn\.json:\d+:\d+ error weights-mismatch .*linear1\.weight is \[4, 2\] in the weights and \[4, 1\] in the network/m,
    );
    expect(out).toMatch(/^nowhere\.nn\.json:\d+:\d+ error unreadable-weights .*does not exist/m);
  });
});

describe('run', () => {
  it('prints a line of JSON an iteration and one at the end', async () => {
    const { exitCode, out, err } = await at.backstep('run', 'moons.nn.json', '--epochs', '2', '--json');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    const lines = linesOf(out);
    expect(lines).toHaveLength(7); // 40 rows are 3 batches
    lines.slice(0, -1).forEach((line, i) => {
      expect(line).toEqual({ iteration: i + 1, epoch: i < 3 ? 1 : 2, loss: expect.any(Number), lr: 0.1 });
      expect(Math.fround(line.loss as number)).toBe(line.loss);
    });
    const part = { loss: expect.any(Number), accuracy: expect.any(Number) };
    expect(lines[6]).toEqual({ done: true, iterations: 6, train: part, test: part });
  });

  it('has no test without test rows and no accuracy for regression, and runs the file’s epochs', async () => {
    const { out } = await at.backstep('run', 'sine.nn.json', '--json');
    expect(linesOf(out).at(-1)).toEqual({ done: true, iterations: 3, train: { loss: expect.any(Number) } });
  });

  it('saves the initial weights in PyTorch’s names and shapes', async () => {
    const { exitCode, out } = await at.backstep(
      'run',
      'moons.nn.json',
      '--iterations',
      '0',
      '--save',
      'initial.safetensors',
      '--json',
    );
    expect(exitCode).toBe(0);
    expect(linesOf(out)).toEqual([expect.objectContaining({ done: true, iterations: 0 })]);
    const saved = await savedIn('initial.safetensors');
    const shapes = Object.fromEntries(Object.entries(saved).map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual({
      'hidden.weight': [8, 2],
      'hidden.bias': [8],
      'linear2.weight': [1, 8],
      'linear2.bias': [1],
    });
    const inspected = await at.backstep(
      'inspect',
      'moons.nn.json',
      '--at',
      '0',
      '--tensor',
      'hidden.weight',
      '--values',
    );
    const { values } = JSON.parse(inspected.out) as { values: number[][] };
    expect(Float32Array.from(values.flat())).toEqual(saved['hidden.weight'].values);
  });

  it('goes on from saved weights as if it had not stopped', async () => {
    // Plain SGD over whole batches in order: nothing but the weights is carried over.
    const straight = linesOf((await at.backstep('run', 'sine.nn.json', '--iterations', '8', '--json')).out);
    await at.backstep('run', 'sine.nn.json', '--iterations', '5', '--save', 'five.safetensors');
    const rest = linesOf(
      (await at.backstep('run', 'sine.nn.json', '--iterations', '3', '--weights', 'five.safetensors', '--json')).out,
    );
    const losses = (lines: Record<string, unknown>[]) => lines.slice(0, -1).map(({ loss }) => loss);
    expect(losses(rest)).toEqual(losses(straight).slice(5));
    expect(rest.at(-1).train).toEqual(straight.at(-1).train);
  });

  it('prints a short table for people, and no bar where there is no terminal', async () => {
    const { exitCode, out, err } = await at.backstep('run', 'moons.nn.json', '--iterations', '30');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(
      /33 parameters, 40 training rows, 10 test rows\n30 iterations \(10 epochs\) in .* s\n\n\s+loss\s+accuracy\ntrain .* %\ntest .* %\n$/,
    );
  });

  it('writes a loss that is not finite as text', async () => {
    const { exitCode, out } = await at.backstep('run', 'diverging.nn.json', '--iterations', '9', '--json');
    expect(exitCode).toBe(0);
    expect(linesOf(out)[8].loss).toBe('NaN');
    const { err } = await at.backstep('run', 'diverging.nn.json', '--iterations', '9');
    expect(err).toMatch(/warning learning-rate .*\nThe loss is not finite since iteration \d\.\n$/);
  });

  it('says what is wrong with --weights: 1 when they do not fit, 2 when they can not be read', async () => {
    const narrowed = await at.backstep('run', 'sine.nn.json', '--weights', 'narrow.safetensors');
    expect(narrowed).toEqual({
      exitCode: 1,
      out: '',
      err: 'backstep run: --weights: narrow.safetensors: linear1.weight is [4, 2] in the weights and [4, 1] in the network\n',
    });
    expect(await at.backstep('run', 'sine.nn.json', '--weights', 'text.safetensors')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^backstep run: --weights: text\.safetensors: .*not a safetensors file/) as string,
    });
    expect(await at.backstep('run', 'sine.nn.json', '--weights', 'missing')).toMatchObject({
      exitCode: 2,
      err: 'backstep run: --weights: missing does not exist\n',
    });
  });

  it('shows the mistakes of a broken file and of its weights', async () => {
    for (const [file, line] of [
      ['broken.nn.json', /^broken\.nn\.json:5:3 error unknown-field/m],
      ['narrow.nn.json', /error weights-mismatch .*linear1\.weight/],
    ] as const) {
      const { exitCode, out, err } = await at.backstep('run', file, '--iterations', '1');
      expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
      expect(err).toMatch(line);
    }
  });
});

describe('inspect', () => {
  const inspect = async (name: string, iteration: number, ...more: string[]) =>
    at.backstep('inspect', 'moons.nn.json', '--at', String(iteration), '--tensor', name, ...more);
  const answer = async (name: string, iteration: number) =>
    JSON.parse((await inspect(name, iteration, '--values')).out) as {
      shape: number[];
      dtype: string;
      statistics: Record<string, number>;
      values: unknown;
    };

  it('prints parameters after the update, loss and outputs of the iteration', async () => {
    const run = await at.backstep('run', 'moons.nn.json', '--iterations', '4', '--save', 'four.safetensors', '--json');
    expect((await answer('loss', 4)).values).toBe(linesOf(run.out)[3].loss);
    const weight = await answer('linear2.weight', 4);
    expect(weight).toMatchObject({ tensor: 'linear2.weight', iteration: 4, shape: [1, 8], dtype: 'float32' });
    expect(Float32Array.from((weight.values as number[][])[0])).toEqual(
      (await savedIn('four.safetensors'))['linear2.weight'].values,
    );
    expect((await answer('hidden.output', 4)).shape).toEqual([16, 8]);
    expect((await answer('hidden.output', 3)).shape).toEqual([8, 8]); // the epoch's last batch is short
    expect((await answer('input', 1)).shape).toEqual([16, 2]);
    expect((await answer('hidden.weight.grad', 1)).shape).toEqual([8, 2]);
    expect((await answer('hidden.output.grad', 1)).shape).toEqual([16, 8]);
  });

  it('prints statistics in agreement with the values', async () => {
    const { statistics, values } = await answer('hidden.weight', 2);
    const flat = (values as number[][]).flat();
    const mean = flat.reduce((sum, x) => sum + x, 0) / flat.length;
    expect(statistics).toMatchObject({
      count: 16,
      nan: 0,
      infinite: 0,
      zeros: 0,
      min: Math.min(...flat),
      max: Math.max(...flat),
    });
    expect(statistics.mean).toBeCloseTo(mean, 7);
    expect(statistics.norm).toBeCloseTo(Math.hypot(...flat), 6);
    expect(statistics.std).toBeCloseTo(Math.sqrt(flat.reduce((sum, x) => sum + (x - mean) ** 2, 0) / flat.length), 6);
  });

  it('prints values only when asked', async () => {
    const { out } = await inspect('hidden.weight', 0);
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['tensor', 'iteration', 'shape', 'dtype', 'statistics']);
  });

  it('says that outputs, gradients and loss begin with iteration 1', async () => {
    for (const name of ['hidden.output', 'hidden.weight.grad', 'loss', 'input']) {
      const { exitCode, out, err } = await inspect(name, 0);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(err).toBe(
        `backstep inspect: ${name} does not exist at iteration 0: outputs, gradients and the loss begin with iteration 1\n`,
      );
    }
  });

  it('lists the near names for an unknown one', async () => {
    const { exitCode, err } = await inspect('hiden.weight', 1);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/there is no tensor hiden\.weight; there are hidden\.weight, .*hidden\.output/);
    expect(err).not.toMatch(/linear2/);
  });

  it('needs --at and --tensor', async () => {
    expect(await at.backstep('inspect', 'moons.nn.json', '--tensor', 'loss')).toMatchObject({
      exitCode: 2,
      err: 'backstep inspect: needs --at N\n',
    });
    expect(await at.backstep('inspect', 'moons.nn.json', '--at', '1')).toMatchObject({
      exitCode: 2,
      err: 'backstep inspect: needs --tensor NAME\n',
    });
  });
});

describe('bench', () => {
  it('prints microseconds an iteration and how many there were', async () => {
    const { exitCode, out } = await at.backstep('bench', 'sine.nn.json', '--seconds', '0.2');
    expect(exitCode).toBe(0);
    const { usPerIteration, iterations } = JSON.parse(out) as Record<string, number>;
    expect(usPerIteration * iterations).toBeGreaterThanOrEqual(200_000);
    expect(usPerIteration * iterations).toBeLessThan(2_000_000);
    expect(Number.isInteger(iterations)).toBe(true);
  });
});

describe('the command line', () => {
  it('helps', async () => {
    const { exitCode, out } = await at.backstep('--help');
    expect(exitCode).toBe(0);
    for (const usage of ['check FILE…', 'run FILE', 'inspect FILE --at N --tensor NAME', 'bench FILE'])
      expect(out).toContain(usage);
    const run = await at.backstep('run', '--help');
    expect(run.exitCode).toBe(0);
    expect(run.out).toMatch(/--iterations N +\S[^]*"NaN", "Infinity" or "-Infinity"/);
    expect((await at.backstep('help', 'run')).out).toBe(run.out);
    expect(await at.backstep('--version')).toEqual({ exitCode: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    [[], /backstep check FILE/],
    [['chek', 'a'], /^backstep: there is no command chek; did you mean check\?\n$/],
    [
      ['--jsno'],
      /^backstep: there is no option --jsno; the commands are check, run, doctor, inspect, bench, export, gradcheck, dap\n$/,
    ],
    [['check'], /^backstep check: needs a file\nUsage: backstep check FILE/],
    [['run', 'sine.nn.json', '--iterations', 'x'], /--iterations must be a whole number, 0 or more, not x\n/],
    [['run', 'sine.nn.json', '--iterations', '-1'], /--iterations must be a whole number, 0 or more, not -1\n/],
    [['run', 'sine.nn.json', '--iterations', '1', '--epochs', '1'], /takes --iterations or --epochs, not both/],
    [['run', 'moons.nn.json'], /needs --iterations N or --epochs N: moons\.nn\.json has no "epochs" in its "training"/],
    [['run', 'missing.nn.json', '--epochs', '1'], /^backstep: missing\.nn\.json does not exist\n$/],
    [['run', '.', '--epochs', '1'], /^backstep: \. is a folder, not a file\n$/],
    [['run', 'sine.nn.json', '--save', 'no/such/folder/x'], /--save: the folder .* does not exist/],
    [['run', 'sine.nn.json', '--save', '.'], /--save: \. is a folder, not a file/],
    [['run', 'sine.nn.json', '--save', 'sine.nn.json'], /--save: sine\.nn\.json would be overwritten/],
    [['bench', 'sine.nn.json', '--seconds', 'long'], /--seconds must be a number of seconds above 0/],
  ])('%j ends with 2 and a clear line', async (args, message) => {
    const { exitCode, out, err } = await at.backstep(...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
  });

  describe.skipIf(process.platform === 'win32')('in a shell', () => {
    it('ends quietly when its reader goes away', async () => {
      const { exitCode, out, err } = await at.shell(
        'backstep run sine.nn.json --json --iterations 1000000000 | head -1; echo "${PIPESTATUS[0]}"',
      );
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
      expect(out).toMatch(/^\{"iteration":1,.*\}\n0\n$/);
    });

    it('saves all the same when its reader goes away', async () => {
      await at.shell('backstep run sine.nn.json --json --iterations 20000 --save kept.safetensors | head -1');
      await at.backstep('run', 'sine.nn.json', '--iterations', '20000', '--save', 'straight.safetensors');
      expect(await savedIn('kept.safetensors')).toEqual(await savedIn('straight.safetensors'));
    });

    it('reads a pipe', async () => {
      expect(await at.shell('backstep check <(cat sine.nn.json)')).toEqual({ exitCode: 0, out: '', err: '' });
    });

    it.runIf(process.platform === 'linux')('says that a disk is full', async () => {
      const { exitCode, err } = await at.shell('backstep run sine.nn.json --json > /dev/full');
      expect({ exitCode, err }).toEqual({ exitCode: 2, err: 'backstep: the output can not be written (ENOSPC)\n' });
    });
  });
});
