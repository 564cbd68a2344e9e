// The names that every network has, with what they mean: `iteration`, `loss`, `lr` … Tensors bear their own.
import { iterationName, scalarsName } from '../../model/draft.ts';
import type { Instruction } from '../../model/program.ts';
import type { Machine } from '../machine.ts';
import type { ExpressionContext } from './context.ts';

export interface NameRecord {
  readonly name: string;
  readonly summary: string;
  readonly read: (context: ExpressionContext) => number | string;
}

/** The iteration whose numbers are shown, from 1; 0 before the first instruction. */
export const iterationNumber = ({ tick, program }: Machine): number => Math.ceil(tick / program.instructions.length);

const zeroBased = (machine: Machine): number => Math.max(0, iterationNumber(machine) - 1);

/** The instruction that comes next. */
const nextInstruction = ({ tick, program }: Machine): Instruction =>
  program.instructions[tick % program.instructions.length];

function layerName({ network }: Machine, index: number): string {
  if (index < 0) return 'data';
  return network.layers[index]?.name ?? 'loss';
}

export const names: readonly NameRecord[] = [
  {
    name: 'iteration',
    summary: 'Number of the iteration, from 1; 0 before the first.',
    read: ({ machine }) => iterationNumber(machine),
  },
  {
    name: 'epoch',
    summary: 'Number of the epoch, from 1; 0 before the first.',
    read: ({ machine }) => Math.ceil(iterationNumber(machine) / machine.network.batches),
  },
  {
    name: 'batch',
    summary: 'Number of the batch in its epoch, from 1.',
    read: ({ machine }) => (zeroBased(machine) % machine.network.batches) + 1,
  },
  { name: 'rows', summary: 'Rows of the batch.', read: ({ machine }) => machine.rows },
  { name: 'loss', summary: 'Loss of the last batch; NaN before the first.', read: ({ machine }) => machine.loss },
  { name: 'lr', summary: 'Learning rate of this iteration.', read: ({ machine }) => machine.lr },
  {
    name: 'phase',
    summary: 'Phase of the next operation: data, forward, loss, backward or update.',
    read: ({ machine }) => nextInstruction(machine).phase,
  },
  {
    name: 'layer',
    summary: 'Layer of the next operation.',
    read: ({ machine }) => layerName(machine, nextInstruction(machine).layer),
  },
  { name: 'operation', summary: 'The next operation.', read: ({ machine }) => nextInstruction(machine).name },
  { name: 'tick', summary: 'Operations executed since the start.', read: ({ machine }) => machine.tick },
  { name: 'train_loss', summary: 'Loss over all training rows, measured now.', read: ({ metrics }) => metrics()[0] },
  { name: 'train_accuracy', summary: 'Accuracy over all training rows.', read: ({ metrics }) => metrics()[1] },
  { name: 'test_loss', summary: 'Loss over all test rows, measured now.', read: ({ metrics }) => metrics()[2] },
  { name: 'test_accuracy', summary: 'Accuracy over all test rows.', read: ({ metrics }) => metrics()[3] },
];

/** Tensors that every network has. */
export const tensorSummaries: ReadonlyMap<string, string> = new Map([
  ['input', 'Samples of the batch.'],
  ['target', 'What the batch’s samples are to give.'],
]);

const byName = new Map(names.map((record) => [record.name, record]));

export const builtIn = (name: string): NameRecord | undefined => byName.get(name);

/** Tensors that are the program's own business. */
const hidden: readonly string[] = [scalarsName, iterationName];

export function tensorNamesOf(machine: Machine): readonly string[] {
  return [...machine.program.tensors.keys()].filter((name) => !hidden.includes(name));
}
