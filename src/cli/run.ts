// `backstep run`: trains a network, prints its losses, saves its weights.
import { writeFile } from 'node:fs/promises';
import { formatText } from '../core/text.ts';
import { fileProblem, readBytes } from '../engine/files.ts';
import { matchWeights } from '../interop/matchWeights.ts';
import { encodeState, stateEntries } from '../interop/stateDict.ts';
import { readValues } from '../machine/answers.ts';
import { Evaluator } from '../machine/evaluator.ts';
import type { Machine } from '../machine/machine.ts';
import type { Network } from '../model/model.ts';
import { command, type Context, type ExitCode } from './command.ts';
import { createMachine, threadsOption } from './createMachine.ts';
import { jsonNumberNote } from './jsonNumber.ts';
import type { Weights } from '../engine/understand.ts';
import { openNetwork } from './openNetwork.ts';
import { jsonReport, type Report, tableReport } from './runReport.ts';
import { outputProblem } from './outputProblem.ts';

export const run = command({
  name: 'run',
  summary: 'Trains a network.',
  usage:
    'FILE [--iterations N | --epochs N] [--json] [--save OUT.safetensors] [--weights IN.safetensors] [--threads N]',
  files: 'one',
  options: {
    iterations: { kind: 'count', value: 'N', summary: 'How many batches to train on. 0: none, the initial weights.' },
    epochs: { kind: 'count', value: 'N', summary: 'How many times to go through the training data.' },
    json: { kind: 'flag', summary: 'Print a line of JSON for each iteration, and one at the end.' },
    save: { kind: 'path', value: 'OUT.safetensors', summary: 'Write the parameters and buffers there at the end.' },
    weights: {
      kind: 'path',
      value: 'IN.safetensors',
      summary: 'Start from these parameters instead of the drawn ones.',
    },
    threads: threadsOption,
  },
  notes: [
    'Without a count it runs the "epochs" of the file’s "training".',
    'With --json, each iteration prints {"iteration", "epoch", "loss", "lr"}: its batch’s loss before the update, and the\n' +
      'learning rate that it used. The last line is {"done": true, "iterations", "train": {"loss", "accuracy"}, "test":\n' +
      '{…}}, over the whole of each part in eval mode. Accuracy: the largest output is the target’s class; for BCELoss the\n' +
      'output, for BCEWithLogitsLoss its sigmoid, is above 0.5 for class 1. No "test" without test rows, no "accuracy" for\n' +
      'regression.',
    jsonNumberNote,
    'Parameters are named and shaped as in PyTorch’s state_dict: linear1.weight [out_features, in_features].',
  ],
  async run([file], { iterations, epochs, json, save, weights, threads }, context) {
    const fail = (message: string, exitCode: ExitCode = 2) => {
      context.err.line(`backstep run: ${message}`);
      return exitCode;
    };
    if (iterations !== undefined && epochs !== undefined) return fail('takes --iterations or --epochs, not both');
    if (save !== undefined) {
      const problem = await outputProblem(save, [file]);
      if (problem) return fail(`--save: ${problem}`);
    }
    const opened = await openNetwork(file, context);
    if (typeof opened === 'number') return opened;
    const { network } = opened;
    const total = iterations ?? multiply(epochs ?? network.model.training.epochs, network.batches);
    if (total === null) return fail(`needs --iterations N or --epochs N: ${file} has no "epochs" in its "training"`);
    let given: Weights | null = null;
    if (weights !== undefined) {
      const read = await readWeights(weights, network);
      if ('problem' in read) return fail(`--weights: ${read.problem}`, read.exitCode);
      given = read.weights;
    }
    const machine = await createMachine(opened, { given, sharesSpace: true, threads });
    const report = json ? jsonReport(context) : tableReport(context, network, total);
    await train(machine, total, report, context, save !== undefined);
    const saveProblem = save === undefined ? null : await saveParameters(save, machine);
    if (!context.out.closed) {
      const evaluator = new Evaluator(machine);
      report.done(total, evaluator.metrics('train'), evaluator.metrics('test'));
    }
    machine.close();
    return saveProblem === null ? 0 : fail(`--save: ${saveProblem}`);
  },
});

/** Milliseconds between two times that lines are sent on: soon enough to look at. */
const sendMilliseconds = 50;

/** A reader that goes away ends it, unless `toTheEnd`. */
async function train(
  machine: Machine,
  total: number,
  report: Report,
  context: Context,
  toTheEnd: boolean,
): Promise<void> {
  const { batches } = machine.network;
  let sent = context.now();
  for (let iteration = 1; iteration <= total; iteration++) {
    const { lr } = machine;
    machine.advance('iteration');
    report.iteration({ iteration, epoch: Math.ceil(iteration / batches), loss: machine.loss, lr });
    if (context.now() - sent < sendMilliseconds) continue;
    await context.out.flush();
    await context.err.flush();
    if (context.out.closed && !toTheEnd) return;
    sent = context.now();
  }
}

function multiply(epochs: number | null, batches: number): number | null {
  return epochs === null ? null : epochs * batches;
}

/** A file that can't be had is the command's fault, one that doesn't fit the file's. */
async function readWeights(
  file: string,
  network: Network,
): Promise<{ weights: Weights } | { problem: string; exitCode: ExitCode }> {
  const read = await readBytes(file, { pipes: true });
  if ('problem' in read) return { problem: `${file} ${formatText(read.problem)}`, exitCode: 2 };
  const matched = matchWeights(stateEntries(network), read.bytes);
  if ('weights' in matched) return matched;
  return { problem: `${file}: ${matched.problems.map(formatText).join('; ')}`, exitCode: 1 };
}

/** Null when it is done, else why not. */
async function saveParameters(file: string, machine: Machine): Promise<string | null> {
  const bytes = encodeState(stateEntries(machine.network), ({ fullName }) =>
    readValues(machine, machine.tensor(fullName)!),
  );
  try {
    await writeFile(file, bytes);
    return null;
  } catch (error) {
    return `${file} ${formatText(fileProblem(error))}`;
  }
}
