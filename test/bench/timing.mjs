// How a step is timed on a machine that is busy with other things: the least of many short stretches.

/**
 * Least milliseconds of a call over `total` ms of them, in stretches short enough to go undisturbed on a busy machine.
 * @param {() => void} call @param {number} total
 */
export function time(call, total = 200) {
  const warm = performance.now();
  let calls = 0;
  for (; performance.now() - warm < total / 2; calls++) call();
  const repeats = Math.ceil(calls / total);
  let least = Infinity;
  for (const start = performance.now(); performance.now() - start < total;) {
    const before = performance.now();
    for (let i = 0; i < repeats; i++) call();
    least = Math.min(least, (performance.now() - before) / repeats);
  }
  return least;
}

/**
 * What a contestant is: a process that reads lines `index milliseconds`, and answers each with the least milliseconds
 * of a training step of that network, or with why it can't. `prepare` makes a network's step.
 * @param {(network: any) => (() => void) | Promise<() => void>} prepare @param {any[]} networks
 */
export async function answerLines(prepare, networks) {
  const { createInterface } = await import('node:readline');
  /** @type {Map<number, () => void>} */
  const steps = new Map();
  for await (const line of createInterface({ input: process.stdin })) {
    const [index, milliseconds] = line.split(' ').map(Number);
    try {
      const step = steps.get(index) ?? (await prepare(networks[index]));
      steps.set(index, step);
      console.log(String(time(step, milliseconds)));
    } catch (error) {
      console.log(error instanceof Error ? error.message.split('\n')[0] : String(error));
    }
  }
}
