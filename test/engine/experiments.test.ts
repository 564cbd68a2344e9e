// Experiments as a session makes them: beside the run, which they don't disturb, told of, cancelled, dropped.
import { describe, expect, test } from 'vitest';
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import { nodeFiles } from '../../src/engine/files.ts';
import { createSession } from '../../src/engine/session.ts';
import { Evaluator } from '../../src/machine/evaluator.ts';
import { applyEdits } from '../../src/model/edit.ts';
import type {
  ComparisonResult,
  ExperimentKind,
  ExperimentRequest,
  ExperimentUpdate,
  SurfaceResult,
} from '../../src/protocol/experiment.ts';
import { Frame } from '../../src/protocol/frame.ts';
import { openMachine, shippedData } from '../support/openMachine.ts';

const moons = `{
  // the moons
  "seed": 7,
  "data": { "source": "moons", "samples": 60, "test": 0.2 },
  "layers": [
    { "type": "Linear", "out_features": 6 }, // hidden
    { "type": "Tanh" },
    { "type": "Linear", "out_features": 1, "init": { "bias": "zeros" } },
    { "type": "Sigmoid" }
  ],
  "loss": "BCELoss",
  "optimizer": { "type": "SGD", "lr": 0.1 },
  "training": { "batch_size": 16 }
}`;

const cnn = JSON.stringify({
  data: { source: 'digits', test: 0.2 },
  layers: [
    { type: 'Conv2d', out_channels: 4, kernel_size: 3 },
    { type: 'BatchNorm2d' },
    { type: 'ReLU' },
    { type: 'Flatten' },
    { type: 'Linear', out_features: 10 },
  ],
  loss: 'CrossEntropyLoss',
  optimizer: { type: 'Adam', lr: 0.01 },
  training: { batch_size: 16 },
});

async function opened(text: string) {
  const told: { view: number; kind: ExperimentKind; update: ExperimentUpdate }[] = [];
  let tick = 0;
  const wake: (() => void)[] = [];
  const session = createSession({
    loadKernels: () => loadKernels(kernels),
    files: (directory) => nodeFiles(directory, shippedData),
    // A clock that runs slowly: a busy machine must not look like a large network.
    now: () => performance.now() / 10,
    isInterrupted: () => false,
    yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    events: {
      frame: (_view, frame) => void (tick = new Frame(frame).header.tick),
      stopped: () => undefined,
      health: () => undefined,
      experiment: (view, kind, update) => {
        told.push({ view, kind, update });
        for (const one of wake.splice(0)) one();
      },
      logged: () => undefined,
    },
  });
  const open = (source: string) =>
    session.open({
      text: source,
      directory: '.',
      keep: true,
      memoryLimit: 2 ** 30,
      historyLimit: 2 ** 24,
      health: false,
    });
  await open(text);
  const until = async (holds: (update: ExperimentUpdate) => boolean): Promise<ExperimentUpdate> => {
    for (;;) {
      const found = told.find(({ update }) => holds(update));
      if (found) return found.update;
      await new Promise<void>((resolve) => wake.push(resolve));
    }
  };
  const make = async (request: ExperimentRequest) => {
    told.length = 0;
    await session.startExperiment(1, request);
    const update = await until(({ state }) => state !== 'running');
    if (update.state !== 'done') throw new Error(JSON.stringify(update));
    return update.result!;
  };
  const compare = async (compared: 'init' | 'activation' | 'lr', layer: string | null = null) =>
    (await make({ kind: 'comparison', compared, layer })) as ComparisonResult;
  const surface = async (axes: SurfaceResult['axes'], reach = 1) =>
    (await make({ kind: 'surface', axes, reach })) as SurfaceResult;
  const moment = async () => {
    await session.watch(9, { version: 1, watches: [{ kind: 'losses', from: 0, to: 1, points: 1 }] });
    await session.painted(9, 1);
    return tick;
  };
  return { session, open, told, until, compare, surface, moment };
}

describe('a comparison', () => {
  test('runs each init that fits for the first iterations, the one of the file as the run has it', async () => {
    const { compare, session } = await opened(moons);
    const { variants, layers, iterations } = await compare('init');
    expect(iterations).toBe(100);
    expect(layers).toEqual(['linear1', 'tanh1', 'linear2', 'sigmoid1']);
    const names = variants.map(({ change }) => change.value);
    expect(names).toEqual(expect.arrayContaining([null, 'xavier_uniform', 'orthogonal', 'zeros']));
    // One has an option without a default, the other is for convolutions.
    expect(names).not.toContain('constant');
    expect(names).not.toContain('dirac');
    const current = variants.filter((variant) => variant.current);
    expect(current.map(({ change }) => change.value)).toEqual([null]);
    const machine = await openMachine(moons);
    machine.seek(100 * machine.program.instructions.length);
    expect(current[0].losses).toEqual([...machine.losses.upTo(100)]);
    const zeros = variants.find(({ change }) => change.value === 'zeros')!;
    expect(zeros.activations![0].median).toBeLessThan(variants[0].activations![0].median);
    expect(zeros.gradients![1]!.zeros).toBe(1);
    // What is used is what was compared: read from the edited text, it runs the same.
    const xavier = variants.find(({ change }) => change.value === 'xavier_uniform')!;
    const fix = await session.editsOfVariant(xavier.change);
    const edited = applyEdits(moons, fix!.edits);
    expect(edited).toContain('// hidden');
    expect(edited).toContain('"xavier_uniform"');
    const other = await openMachine(edited);
    other.seek(100 * other.program.instructions.length);
    expect(xavier.losses).toEqual([...other.losses.upTo(100)]);
  });

  test('of one layer changes no other', async () => {
    const { compare, session } = await opened(moons);
    const { variants } = await compare('init', 'linear2');
    const ones = variants.find(({ change }) => change.value === 'ones')!;
    const edited = applyEdits(moons, (await session.editsOfVariant(ones.change))!.edits);
    expect(edited).toBe(moons.replace('"bias": "zeros" }', '"bias": "zeros", "weight": "ones" }'));
  });

  test('of learning rates tells where the loss broke down, and goes no further there', async () => {
    const { compare } = await opened(
      JSON.stringify({
        data: { source: 'plane', samples: 64 },
        layers: [
          { type: 'Linear', out_features: 8 },
          { type: 'Linear', out_features: 1 },
        ],
        loss: 'MSELoss',
        optimizer: { type: 'SGD', lr: 3 },
        training: { batch_size: 16 },
      }),
    );
    const { variants } = await compare('lr');
    const rates = variants.map(({ change }) => change.value);
    expect(rates).toEqual([...rates].sort((a, b) => Number(a) - Number(b)));
    expect(variants.find(({ current }) => current)!.change.value).toBe(3);
    const worst = variants.at(-1)!.losses;
    expect(worst.length).toBeLessThan(100);
    expect(Number.isFinite(worst.at(-1))).toBe(false);
  });

  test('of activations leaves the one that the loss needs', async () => {
    const { compare, session } = await opened(moons);
    const { variants } = await compare('activation');
    const relu = variants.find(({ change }) => change.value === 'ReLU')!;
    const edited = applyEdits(moons, (await session.editsOfVariant(relu.change))!.edits);
    expect(edited).toBe(moons.replace('"Tanh"', '"ReLU"'));
    expect(variants.find(({ current }) => current)!.change.value).toBe('Tanh');
  });

  test('does not disturb the run, which goes on meanwhile', async () => {
    const { session, until, moment } = await opened(moons);
    await session.startExperiment(1, { kind: 'comparison', compared: 'init', layer: null });
    for (let i = 0; i < 20; i++) await session.step('iteration');
    const machine = await openMachine(moons);
    machine.seek(20 * machine.program.instructions.length);
    expect(await moment()).toBe(machine.tick);
    const { bytes } = (await session.exportTensor({ tensor: 'linear1.weight', slice: null }, 'json')) as {
      bytes: ArrayBuffer;
    };
    const weights = new Float32Array(machine.memory.buffer, machine.tensor('linear1.weight')!.offset, 12);
    const shown = JSON.parse(new TextDecoder().decode(bytes)) as number[][];
    expect(shown.flat().map(Math.fround)).toEqual([...weights]);
    expect((await until(({ state }) => state === 'done')).state).toBe('done');
  });

  test('ends when it is cancelled, its view goes, or the text changes', async () => {
    const { session, open, until, told } = await opened(cnn);
    const begin = async () => {
      told.length = 0;
      await session.startExperiment(1, { kind: 'comparison', compared: 'init', layer: null });
      await until(({ state }) => state === 'running');
    };
    await begin();
    await session.stopExperiment(1, 'comparison');
    expect(await until(({ state }) => state === 'stopped')).toMatchObject({ result: { kind: 'comparison' } });
    await begin();
    await session.watch(1, { version: 1, watches: [] });
    await until(({ state }) => state === 'stopped');
    await begin();
    await open(cnn.replace('0.01', '0.02'));
    await until(({ state }) => state === 'stopped');
    expect(told.some(({ update }) => update.state === 'done')).toBe(false);
  });

  test('is refused with a reason where there is nothing to compare', async () => {
    const { session, until } = await opened(cnn.replace('{"type":"ReLU"},', ''));
    await session.startExperiment(1, { kind: 'comparison', compared: 'activation', layer: null });
    expect(await until(({ state }) => state === 'refused')).toMatchObject({
      message: { template: expect.stringContaining('activation') as string },
    });
  });
});

describe('a loss surface', () => {
  for (const [name, text] of [
    ['moons', moons],
    ['a convolution net with norms', cnn],
  ] as const) {
    test(`of ${name} has the present at its centre, whose loss is the training part’s`, async () => {
      const { session, surface } = await opened(text);
      for (let i = 0; i < 12; i++) await session.step('iteration');
      const first = await surface({ kind: 'random', seed: 3 });
      expect(first.stride).toBe(1);
      expect([...first.losses].every((loss) => !Number.isNaN(loss))).toBe(true);
      const machine = await openMachine(text);
      machine.seek(12 * machine.program.instructions.length);
      const whole = new Evaluator(machine).metrics('train')!.loss;
      if (first.rows === first.allRows) expect(first.centre).toBeCloseTo(whole, 5);
      else expect(Math.abs(first.centre - whole)).toBeLessThan(0.3 * whole);
      expect([first.path.x.at(-1), first.path.y.at(-1), first.path.iterations.at(-1)]).toEqual([0, 0, 12]);
      expect(first.path.iterations[0]).toBe(0);
      expect(first.path.share).toBeGreaterThan(0);
      expect(first.path.share).toBeLessThan(1);
      const again = await surface({ kind: 'random', seed: 3 });
      expect(again.losses).toEqual(first.losses);
      expect((await surface({ kind: 'random', seed: 4 })).losses).not.toEqual(first.losses);
    }, 60_000);
  }

  test('along the way holds nearly all of it', async () => {
    const { session, surface } = await opened(moons);
    for (let i = 0; i < 40; i++) await session.step('iteration');
    const along = await surface({ kind: 'path' });
    expect(along.path.share).toBeGreaterThan(0.9);
    expect(Math.max(...along.path.x.map(Math.abs))).toBeCloseTo(1, 4);
    const random = await surface({ kind: 'random', seed: 0 });
    expect(along.centre).toBe(random.centre);
  });

  test('over two weights has their values as its axes', async () => {
    const { surface } = await opened(moons);
    const result = await surface({
      kind: 'weights',
      x: { tensor: 'linear1.weight', index: 3 },
      y: { tensor: 'linear2.bias', index: 0 },
    });
    const machine = await openMachine(moons);
    const weights = new Float32Array(machine.memory.buffer, machine.tensor('linear1.weight')!.offset, 12);
    expect(result.origin[0]).toBe(weights[3]);
    expect(result.origin[1]).toBe(0);
    // A corner is the loss with these two weights set.
    weights[3] = Math.fround(weights[3] + result.reach[0]);
    new Float32Array(machine.memory.buffer, machine.tensor('linear2.bias')!.offset, 1)[0] = result.reach[1];
    expect(result.losses.at(-1)).toBeCloseTo(new Evaluator(machine).metrics('train')!.loss, 5);
  });

  test('is refused where the run has made no way, or a weight isn’t there', async () => {
    const { session, until, told } = await opened(moons);
    await session.startExperiment(1, { kind: 'surface', axes: { kind: 'path' }, reach: 1 });
    await until(({ state }) => state === 'refused');
    told.length = 0;
    const x = { tensor: 'linear1.weight', index: 3 };
    await session.startExperiment(1, { kind: 'surface', axes: { kind: 'weights', x, y: x }, reach: 1 });
    await until(({ state }) => state === 'refused');
  });
});
