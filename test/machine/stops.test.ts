// Stops found in long strides are those that a look after every operation finds, in the same words.
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/core/shape.ts';
import { formatText } from '../../src/core/text.ts';
import { ExpressionContext } from '../../src/machine/expression/context.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { StopFinder } from '../../src/machine/stops/finder.ts';
import { createHitCount } from '../../src/machine/stops/hits.ts';
import type { StopRequests } from '../../src/machine/stops/request.ts';
import { openMachine } from '../support/openMachine.ts';

const linear = (out_features: number, more: object = {}) => ({ type: 'Linear', out_features, ...more });

const networks: Record<string, object> = {
  diverging: {
    data: { source: 'sine', samples: 40 },
    layers: [linear(8, { name: 'a' }), { type: 'ReLU' }, linear(1, { name: 'out' })],
    loss: 'MSELoss',
    optimizer: { type: 'SGD', lr: 0.6, momentum: 0.9 },
    training: { batch_size: 8 },
  },
  'an infinity that the next layer hides': {
    data: { source: 'sine', samples: 30 },
    layers: [
      linear(4, { name: 'a', init: { weight: { type: 'normal', std: 1e34 } } }),
      { type: 'Linear', name: 'b', out_features: 4, init: { weight: { type: 'normal', std: 1e6 } } },
      { type: 'Sigmoid' },
      linear(1, { name: 'out' }),
    ],
    loss: 'MSELoss',
    optimizer: { type: 'SGD', lr: 0.01 },
    training: { batch_size: 7 },
  },
  healthy: {
    data: { source: 'moons', samples: 50 },
    layers: [linear(8, { name: 'a' }), { type: 'Tanh' }, linear(1, { name: 'out' }), { type: 'Sigmoid' }],
    loss: 'BCELoss',
    optimizer: { type: 'Adam', lr: 0.01 },
    training: { batch_size: 16 },
  },
};

const first = ({ program, network }: Machine, phase: string, layer: string) =>
  program.instructions.findIndex((one) => one.phase === phase && network.layers[one.layer]?.name === layer);

const requests = (machine: Machine): StopRequests => ({
  breakpoints: [
    { id: 1, instructions: [first(machine, 'backward', 'out')], condition: 'iteration % 7 == 0' },
    { id: 2, instructions: [first(machine, 'forward', 'out')], hitCondition: '% 9' },
    { id: 3, instructions: [first(machine, 'backward', 'a')], logMessage: 'loss {loss} at {tick}' },
  ],
  dataBreakpoints: [
    { id: 4, expression: 'a.weight[0, 0]', condition: 'iteration == 3' },
    { id: 5, expression: 'loss', condition: 'crosses 0.3' },
    { id: 6, expression: 'a.bias', condition: 'iteration > 14' },
  ],
  exceptions: [{ kind: 'nan' }],
});

function finderOf(machine: Machine, asked: StopRequests, log: string[]): StopFinder {
  const finder = new StopFinder(asked, {
    context: new ExpressionContext(machine, () => [NaN, NaN, NaN, NaN]),
    advanceTo: (tick, onlooker) => machine.advanceTo(tick, onlooker),
    givesUp: () => false,
    findings: () => [],
    log: (line) => void log.push(line),
    hits: new Map(),
  });
  expect(finder.mistakes).toEqual([]);
  return finder;
}

/** All that a run to `end` stops at and says, asked for in strides of so many ticks. */
async function play(text: string, end: number, stride: number, only?: Partial<StopRequests>) {
  const machine = await openMachine(text);
  const log: string[] = [];
  const finder = finderOf(machine, { ...requests(machine), ...only }, log);
  const stops: string[] = [];
  while (machine.tick < end) {
    const stop = finder.advance(Math.min(end, machine.tick + stride), true);
    if (stop) expect(stop.tick).toBe(machine.tick);
    if (stop) stops.push(`${stop.tick} ${stop.reason} ${stop.ids.join()} ${formatText(stop.message)}`);
  }
  return { stops, log };
}

describe.each(Object.entries(networks))('%s', (name, network) => {
  const text = JSON.stringify(network);

  it('stops and says the same in strides of any length', async () => {
    const { program } = await openMachine(text);
    const end = 120 * program.instructions.length;
    const slow = await play(text, end, 1);
    expect(slow.stops.length).toBeGreaterThan(5);
    expect(slow.log.length).toBeGreaterThan(5);
    for (const stride of [3, 57, 400, 1e6]) {
      const fast = await play(text, end, stride);
      expect(fast.stops, `stride ${stride}`).toEqual(slow.stops);
      expect(fast.log, `stride ${stride}`).toEqual(slow.log);
    }
  });

  it('finds the operation that made the first NaN or ∞ with nothing else to stop at', async () => {
    const { program } = await openMachine(text);
    const end = 300 * program.instructions.length;
    const alone = { breakpoints: [], dataBreakpoints: [] };
    const [slow] = (await play(text, end, 1, alone)).stops;
    const [fast] = (await play(text, end, 1e6, alone)).stops;
    expect(fast).toEqual(slow);
    expect(fast === undefined).toBe(name === 'healthy');
  });
});

it('a write that leaves the same bits is no change, whenever the condition begins to hold', async () => {
  // From the second epoch on the rate is 0, and every update writes what was there.
  const scheduler = { type: 'ExponentialLR', gamma: 0 };
  const still = JSON.stringify({ ...networks.healthy, optimizer: { type: 'SGD', lr: 0.1 }, scheduler });
  const { program, network } = await openMachine(still);
  const at = (iteration: number) => [{ id: 1, expression: 'a.weight', condition: `iteration == ${iteration}` }];
  const stopsOf = async (iteration: number) =>
    (
      await play(still, (iteration + 3) * program.instructions.length, 1e6, {
        breakpoints: [],
        exceptions: [],
        dataBreakpoints: at(iteration),
      })
    ).stops;
  expect(await stopsOf(network.batches)).toHaveLength(1);
  expect(await stopsOf(network.batches + 4)).toEqual([]);
});

describe('a stop after a long way', () => {
  const text = JSON.stringify(networks.healthy);

  const bits = ({ program, memory }: Machine) =>
    [...program.tensors].map(([name, { tensor }]) => [
      name,
      Buffer.from(memory.buffer, tensor.offset, 4 * sizeOf(tensor.shape)).toString('base64'),
    ]);

  async function stopBefore(instruction: number, way: Partial<StopRequests> = {}) {
    const machine = await openMachine(text);
    const condition = 'iteration >= 200 and loss < 100';
    const breakpoints = [{ id: 1, instructions: [instruction], condition }];
    const asked = { breakpoints, dataBreakpoints: [], exceptions: [], ...way };
    const finder = finderOf(machine, asked, []);
    let stop = null;
    // The first stride shows that the run goes on.
    for (let end = 40; !stop; end = 1e5) stop = finder.advance(end, true);
    return machine;
  }

  it('shows each parameter’s last change, though on the way it was not kept', async () => {
    const { program } = await openMachine(text);
    const last = program.instructions.length - 1;
    for (const at of [0, 1, last >> 1, last - 1, last]) {
      const fast = await stopBefore(at);
      const slow = await openMachine(text);
      while (slow.tick < fast.tick) slow.advance('operation');
      expect(bits(fast), `before ${at}`).toEqual(bits(slow));
    }
  });

  it('is found too where it depends on such a change', async () => {
    const watch = { id: 1, expression: 'a.weight.update.norm()', condition: 'iteration >= 150' };
    const machine = await stopBefore(0, { breakpoints: [], dataBreakpoints: [watch] });
    expect(Math.ceil(machine.tick / machine.program.instructions.length)).toBe(150);
  });
});

describe('hit counts', () => {
  it('are those of a plain list, also after going back and when the run becomes another', () => {
    let state = 5;
    const random = (n: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    for (let round = 0; round < 50; round++) {
      const hits = createHitCount();
      const regular = 1 + random(4);
      let truth = new Map<number, boolean>();
      let seen = -1;
      let tick = 0;
      const choose = (at: number) => (round % 2 ? at % regular === 0 : random(2) === 0);
      for (let i = 0; i < 200; i++) {
        const action = random(20);
        if (action === 0) tick = random(tick + 1);
        else if (action === 1) {
          hits.truncate(tick);
          truth = new Map([...truth].filter(([at]) => at <= tick));
          seen = Math.min(seen, tick);
        } else {
          tick += 1;
          if (tick > seen) truth.set(tick, choose(tick));
          seen = Math.max(seen, tick);
          const hit = truth.get(tick) ?? false;
          const expected = hit ? [...truth].filter(([at, one]) => one && at <= tick).length : 0;
          expect(hits.come(tick, tick % 3, hit)).toBe(expected);
        }
      }
    }
  });
});
