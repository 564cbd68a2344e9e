// For rows of the batch: what was wanted, and what the network said.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readWindow } from '../../src/protocol/frame.ts';
import { useStore } from '../context.ts';
import { short } from '../format.ts';
import { matrixSize, outputOf } from '../graph/tensors.ts';
import { answerName } from '../samples.ts';
import { useWatch } from '../watches.ts';

export interface BatchAnswer {
  readonly wanted: string;
  readonly said: string;
  /** null where there is no right and wrong. */
  readonly right: boolean | null;
}

export type Window = ReturnType<typeof readWindow>;

/** Rows from..to of a tensor seen as a matrix, at most so many columns, each a cell. */
export function useRows(tensor: string, from: number, to: number, columns: number): Window | null {
  const watch = { kind: 'window' as const, rows: [from, to] as const, columns: [0, columns] as const };
  const answer = useWatch({ ...watch, tensor, height: Math.max(1, to - from), width: columns });
  return answer && readWindow(answer);
}

/** One value a row: whether the tensor is [rows] or [rows, 1]. */
export function useColumn(tensor: string, shape: readonly number[], from: number, to: number): Window | null {
  const flat = shape.length < 2;
  const watch = flat
    ? { rows: [0, 1] as const, columns: [from, to] as const, height: 1, width: Math.max(1, to - from) }
    : { rows: [from, to] as const, columns: [0, 1] as const, height: Math.max(1, to - from), width: 1 };
  const answer = useWatch({ kind: 'window', tensor, ...watch });
  return answer && readWindow(answer);
}

/** Where training samples stand in the batch of this moment: their row of the part, and that of the batch. */
export function useBatchPlaces(network: NetworkDescription, part: 'train' | 'test'): ReadonlyMap<number, number> {
  const rows = useStore().header.value.rows || network.batchSize;
  const whole = { kind: 'window' as const, rows: [0, 1] as const, columns: [0, rows] as const, height: 1, width: rows };
  const answer = useWatch(part === 'train' ? { ...whole, tensor: 'batch' } : null);
  return new Map(answer ? Array.from(readWindow(answer).cells, (row, place) => [row, place] as const) : []);
}

/** Answers of rows from..to; of outputs with more axes than rows × units there are none. */
export function useBatchAnswers(network: NetworkDescription, from: number, to: number): readonly BatchAnswer[] {
  const { data, accuracy, threshold, batchSize } = network;
  const output = outputOf(network, network.layers.length - 1);
  const [, units] = matrixSize(output.shape);
  const targets = useColumn('target', [batchSize, ...data.targetShape], from, to);
  const outputs = useRows(output.name, from, to, Math.min(units, 1000));
  if (output.shape.length !== 2 || data.targetShape.length > 1 || !targets) return [];
  return Array.from(targets.cells, (target, i): BatchAnswer => {
    const row = outputs?.cells.subarray(i * outputs.width, (i + 1) * outputs.width);
    const wanted = answerName(network, target);
    if (!row || row.length === 0) return { wanted, said: '–', right: null };
    if (accuracy === null) return { wanted, said: short(row[0]), right: null };
    const chosen = accuracy === 'argmax' ? row.indexOf(Math.max(...row)) : Number(row[0] > threshold);
    const name = answerName(network, chosen);
    const said = accuracy === 'argmax' ? name : `${name} (${short(row[0], 3)})`;
    return { wanted, said, right: chosen === target };
  });
}
