// `backstep bench`: how long an iteration takes on the bare machine.
import type { Machine } from '../machine/machine.ts';
import { command } from './command.ts';
import { createMachine, threadsOption } from './createMachine.ts';
import { openNetwork } from './openNetwork.ts';

/** Before measuring, so that the engine has compiled what is hot. */
const warmUpSeconds = 0.3;
/** Between two looks at the clock. */
const chunkMilliseconds = 5;

export const bench = command({
  name: 'bench',
  summary: 'Measures how long a training iteration takes with nothing watched.',
  usage: 'FILE [--seconds S] [--threads N]',
  files: 'one',
  options: {
    seconds: { kind: 'seconds', value: 'S', summary: 'How long to measure, after a short warm-up (default 2).' },
    threads: threadsOption,
  },
  notes: ['Prints JSON: {"usPerIteration": mean microseconds, "iterations": how many were measured}.'],
  async run([file], { seconds = 2, threads }, context) {
    const opened = await openNetwork(file, context);
    if (typeof opened === 'number') return opened;
    const machine = await createMachine(opened, { sharesSpace: true, threads });
    const warm = measure(machine, Math.min(warmUpSeconds, seconds), 1, context.now);
    const chunk = Math.max(1, Math.round((chunkMilliseconds * warm.iterations) / warm.milliseconds));
    const { iterations, milliseconds } = measure(machine, seconds, chunk, context.now);
    machine.close();
    context.out.line(JSON.stringify({ usPerIteration: (milliseconds * 1000) / iterations, iterations }));
    return 0;
  },
});

function measure(machine: Machine, seconds: number, chunk: number, now: () => number) {
  const ticks = machine.program.instructions.length * chunk;
  const start = now();
  let iterations = 0;
  let milliseconds = 0;
  while (milliseconds < seconds * 1000) {
    machine.advanceTo(machine.tick + ticks);
    iterations += chunk;
    milliseconds = now() - start;
  }
  return { iterations, milliseconds };
}
