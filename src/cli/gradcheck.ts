// `backstep gradcheck`: whether the gradients of a network are right.
import { shapeText } from '../core/shape.ts';
import { checkGradients, type GradientCheck, kernelTolerance, numericTolerance } from '../machine/gradcheck.ts';
import type { Network } from '../model/model.ts';
import { command, type Context } from './command.ts';
import { createMachine } from './createMachine.ts';
import { jsonNumber, jsonNumberNote } from './jsonNumber.ts';
import { openNetwork } from './openNetwork.ts';

/** Milliseconds that measuring may take, where the number of elements isn't given. */
const budget = 20_000;
/** Losses that an element's derivative takes, about. */
const lossesPerElement = 8;
/** Bytes of tensors above which the float64 copy would be too large. */
const largestProgram = 2 ** 28;

export const gradcheck = command({
  name: 'gradcheck',
  summary: 'Checks the gradients of a network by central differences.',
  usage: 'FILE [--rows N] [--elements N] [--json]',
  files: 'one',
  options: {
    rows: { kind: 'count', value: 'N', summary: 'Rows of the batch (default: those of the file’s batches).' },
    elements: {
      kind: 'count',
      value: 'N',
      summary: 'Elements of each parameter that are measured (default: as many as some 20 seconds allow).',
    },
    json: { kind: 'flag', summary: 'Print one JSON object instead of a table.' },
  },
  notes: [
    'The first batch goes through the network in float64, by plain kernels. "differences" is how far their gradient is from\n' +
      `the one measured by central differences (at most ${numericTolerance}), "kernels" how far the gradient of the real kernels is from\n` +
      `theirs (at most ${kernelTolerance}), each relative to the largest number of the parameter’s gradient. What rounding of the loss\n` +
      'may account for is taken off where it is more. Elements at a kink, such as that of ReLU at 0, have no derivative and are counted apart.',
    'With --json: {"rows", "loss", "ok", "parameters": [{"name", "shape", "elements", "checked", "kinks", "numericError",\n' +
      '"kernelError", "ok"}]}. The exit code is 1 when a parameter fails.',
    jsonNumberNote,
  ],
  async run([file], { rows, elements, json }, context) {
    const fail = (message: string) => {
      context.err.line(`backstep gradcheck: ${message}`);
      return 2 as const;
    };
    if (rows === 0) return fail('needs at least one row');
    if (elements === 0) return fail('needs at least one element');
    const opened = await openNetwork(file, context);
    if (typeof opened === 'number') return opened;
    const machine = await createMachine({ ...opened, network: withRows(opened.network, rows) });
    if (machine.program.bytes > largestProgram) return fail(`${file} is too large: try fewer rows, or smaller layers`);
    const check = checkGradients(machine, {
      elements: (parameters, measureLoss) => elements ?? affordable(parameters, measureLoss, context.now),
    });
    if (json) context.out.line(JSON.stringify(jsonReport(check)));
    else printTable(check, context);
    return check.ok ? 0 : 1;
  },
});

/** Batches of so many rows, none short. */
function withRows(network: Network, rows = network.batchSize): Network {
  const batchSize = Math.min(rows, network.batchSize);
  return { ...network, batchSize, batches: Math.floor(network.dataset.train.rows / batchSize), lastBatch: batchSize };
}

function affordable(parameters: number, measureLoss: () => void, now: () => number): number {
  // The first is slower.
  measureLoss();
  const start = now();
  measureLoss();
  const losses = budget / Math.max(0.01, now() - start);
  return Math.max(2, Math.floor(losses / lossesPerElement / Math.max(1, parameters)));
}

function jsonReport({ rows, loss, ok, parameters }: GradientCheck) {
  return {
    rows,
    loss: jsonNumber(loss),
    ok,
    parameters: parameters.map((parameter) => ({
      ...parameter,
      numericError: jsonNumber(parameter.numericError),
      kernelError: jsonNumber(parameter.kernelError),
    })),
  };
}

function printTable({ rows, loss, ok, parameters }: GradientCheck, { out }: Context): void {
  out.line(`Gradients of the first batch, ${rows} ${rows === 1 ? 'row' : 'rows'}, loss ${loss.toPrecision(6)}`);
  out.line('');
  const head = ['parameter', 'shape', 'checked', 'kinks', 'differences', 'kernels', ''];
  const body = parameters.map((one) => [
    one.name,
    shapeText(one.shape),
    `${one.checked} of ${one.elements}`,
    String(one.kinks),
    one.numericError.toExponential(1),
    one.kernelError.toExponential(1),
    one.ok ? 'ok' : 'WRONG',
  ]);
  const table = [head, ...body];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) {
    const cells = row.map((cell, i) =>
      i < 2 || i === row.length - 1 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
    );
    out.line(cells.join('  ').trimEnd());
  }
  out.line('');
  const wrong = parameters.filter((one) => !one.ok).length;
  if (parameters.length === 0) out.line('No parameter has a gradient.');
  else out.line(ok ? 'All gradients are right.' : `${wrong} of ${parameters.length} gradients are wrong.`);
}
