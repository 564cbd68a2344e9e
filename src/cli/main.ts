// Entry of `backstep`: wires the command line to the process.
import { fileURLToPath } from 'node:url';
import { version } from '../../package.json';
import { commandLine } from './commandLine.ts';
import { createOutput } from './output.ts';

const context = {
  out: createOutput(process.stdout),
  err: createOutput(process.stderr),
  // From dist/, where this file is bundled to.
  shippedDirectory: fileURLToPath(new URL('../media/examples/data/', import.meta.url)),
  now: () => performance.now(),
};

try {
  process.exitCode = await commandLine(process.argv.slice(2), version, context);
} catch (error) {
  // A bug of ours: users get a line, whoever mends it the stack.
  const bug = error instanceof Error ? error : new Error(String(error));
  context.err.line(`backstep: a bug in Backstep, please report it: ${bug.message} (BACKSTEP_DEBUG=1 shows where)`);
  if (process.env.BACKSTEP_DEBUG) context.err.line(bug.stack ?? '');
  await context.err.flush();
  process.exitCode = 2;
}
