// Gives the arrays that a large data set was read into back to the system. A run makes no garbage, and so nothing would
// call for a collection while it goes on.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sizeOf } from '../core/shape.ts';
import type { Machine } from '../machine/machine.ts';

/** Bytes of data from which on a collection, some tens of milliseconds, is worth it. */
const large = 1 << 25;

/** To be called when a machine has taken its data over. */
export function collectGarbage({ data: { train, test } }: Machine): void {
  if (4 * (sizeOf(train.x.shape) + sizeOf(test.x.shape)) < large) return;
  // Only a context made under this flag knows the function.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (() => void) | undefined;
  setFlagsFromString('--no-expose-gc');
  collect?.();
}
