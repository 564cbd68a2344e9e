// A sample of the data set, with what is wanted of it: what one of one's own begins as.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readSample, readWindow } from '../../src/protocol/frame.ts';
import type { LoneSample } from '../../src/protocol/watch.ts';
import { matrixSize } from '../graph/tensors.ts';
import type { OwnValues } from '../ownSample.ts';
import { useWatch } from '../watches.ts';

/** Numbers of a target that are asked for: as many as an answer has room for. */
const most = 16_000;

/** null: not told yet. Of a target that is no matrix, or too large, there is none. */
export function useSetSample(
  network: NetworkDescription,
  sample: (LoneSample & { readonly part: 'train' | 'test' }) | null,
): OwnValues | null {
  const { targetShape } = network.data;
  const [rows, columns] = matrixSize([1, ...targetShape]);
  const isMatrix = targetShape.reduce((a, b) => a * b, 1) === rows * columns && rows * columns <= most;
  const x = useWatch(sample && { kind: 'sample', part: sample.part, row: sample.row });
  const whole = { rows: [0, rows] as const, columns: [0, columns] as const, height: rows, width: columns };
  const target = useWatch(
    sample && isMatrix ? { kind: 'window', tensor: `target@${sample.part}[${sample.row}]`, ...whole } : null,
  );
  if (!x || (isMatrix && !target)) return null;
  return { x: [...readSample(x).x], target: target ? [...readWindow(target).cells] : null };
}
