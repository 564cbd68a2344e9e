// Health at a moment is what was seen up to it, whichever way one came there; and the first NaN is found at its source.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { HealthMonitor } from '../../src/machine/health/monitor.ts';
import { lookTimes, nextProbe } from '../../src/machine/health/probeTimes.ts';
import { openMachine } from '../support/openMachine.ts';

const fault = (file: string) => readFileSync(path.join(import.meta.dirname, 'faults', `${file}.nn.json`), 'utf8');
const codes = (monitor: HealthMonitor) => monitor.findings().map(({ code, since }) => `${code} ${since}`);

/** Findings after each of the moments, gone to in this order in one run. */
async function along(text: string, iterations: readonly number[]) {
  const machine = await openMachine(text);
  const monitor = new HealthMonitor(machine);
  const { length } = machine.program.instructions;
  return iterations.map((iteration) => {
    machine.prepareSeek(iteration * length);
    monitor.advanceTo(iteration * length);
    return codes(monitor);
  });
}

describe.each(['sigmoid-stack', 'rate-high-digits', 'rate-low-far', 'labels-random'])('%s', (file) => {
  test('says at a moment what it said there before', { timeout: 120_000 }, async () => {
    const [early, late] = [1100, 1650];
    const straight = await along(fault(file), [40, early, late]);
    const back = await along(fault(file), [late, 40, early, late]);
    expect(back[1]).toEqual(straight[0]);
    expect(back[2]).toEqual(straight[1]);
    expect(back[3]).toEqual(back[0]);
    expect(straight[2]).toEqual(back[0]);
  });

  test('steps of any size see the same', { timeout: 120_000 }, async () => {
    const machine = await openMachine(fault(file));
    const monitor = new HealthMonitor(machine);
    const end = 300 * machine.program.instructions.length;
    for (let step = 1; machine.tick < end; step = (step % 97) + 5)
      monitor.advanceTo(Math.min(end, machine.tick + step));
    expect([codes(monitor)]).toEqual(await along(fault(file), [300]));
  });
});

test('looking changes nothing in the run', async () => {
  const [watched, alone] = await Promise.all([
    openMachine(fault('sigmoid-stack')),
    openMachine(fault('sigmoid-stack')),
  ]);
  const end = 600 * alone.program.instructions.length;
  new HealthMonitor(watched).advanceTo(end);
  alone.advanceTo(end);
  expect(watched.losses.upTo(600)).toEqual(alone.losses.upTo(600));
  expect(watched.lastTick).toBe(alone.lastTick);
});

test('the first NaN or ∞ is found with its instruction and operands', async () => {
  const machine = await openMachine(fault('rate-high-values'));
  const { length } = machine.program.instructions;
  const monitor = new HealthMonitor(machine);
  monitor.advanceTo(400 * length);
  const [found] = monitor.findings().filter(({ code }) => code === 'non-finite');
  expect(found).toBeDefined();
  // Just before that iteration all that its instructions wrote was finite; in it something isn't.
  const broken = (iteration: number) => {
    machine.seek(iteration * length);
    return [...machine.program.tensors.keys()].some((name) => {
      const tensor = machine.tensor(name);
      if (tensor?.dtype !== 'float32') return false;
      const size = tensor.shape.reduce((a, b) => a * b, 1);
      return machine.kernels.firstNonFinite(tensor.offset, size) >= 0;
    });
  };
  expect(broken(found.since - 1)).toBe(false);
  expect(broken(found.since)).toBe(true);
  const [, operation, tensor] = found.message.args;
  const instruction = machine.program.instructions.find(({ phase, name, writes }) => {
    return `${phase}: ${name}` === operation && writes.includes(String(tensor));
  });
  expect(instruction).toBeDefined();
  for (const operand of instruction!.reads) expect(String(found.message.args[5])).toContain(operand);
});

test('a run is looked at ever more rarely', () => {
  const times = { probe: 50, survey: 250 };
  const between = (from: number, to: number) => {
    let count = 0;
    for (let at = nextProbe(from, times); at < to; at = nextProbe(at + 1, times)) count++;
    return count;
  };
  expect(between(1, 2000)).toBeLessThan(50);
  expect(between(64_000, 128_000)).toBeLessThanOrEqual(between(4000, 8000));
});

test('the shorter an iteration, the more rarely it is looked at', async () => {
  const look = async (width: number) => {
    const text = readFileSync(path.join(import.meta.dirname, 'healthy', 'moons.nn.json'), 'utf8');
    const wide = text.replace(/"out_features": (?!1\b)\d+/g, `"out_features": ${width}`);
    const { network, program } = await openMachine(wide);
    return lookTimes(network, program.instructions.length);
  };
  const [narrow, wide] = [await look(2), await look(512)];
  expect(narrow.probe).toBeGreaterThan(wide.probe);
  expect(narrow.survey).toBeGreaterThan(wide.survey);
  for (const { probe, survey } of [narrow, wide]) expect(survey % probe).toBe(0);
});

test('looking costs little: what a run takes with it ÷ without is printed', { timeout: 60_000 }, async () => {
  const text = readFileSync(path.join(import.meta.dirname, 'healthy', 'moons.nn.json'), 'utf8');
  const end = 20_000;
  const taken = { alone: [] as number[], watched: [] as number[] };
  for (let round = 0; round < 4; round++) {
    for (const way of ['alone', 'watched'] as const) {
      const machine = await openMachine(text);
      const runner = way === 'alone' ? machine : new HealthMonitor(machine);
      const { user } = process.cpuUsage();
      runner.advanceTo(end * machine.program.instructions.length);
      taken[way].push(process.cpuUsage().user - user);
    }
  }
  console.log(`with health ÷ without: ${(Math.min(...taken.watched) / Math.min(...taken.alone)).toFixed(3)}`);
  const { network, program } = await openMachine(text);
  const times = lookTimes(network, program.instructions.length);
  let looks = 0;
  for (let at = nextProbe(1, times); at <= 10 * end; at = nextProbe(at + 1, times)) looks++;
  expect(looks).toBeLessThan(0.002 * 10 * end);
});
