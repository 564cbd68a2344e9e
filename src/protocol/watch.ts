// A view's list of watches and its version. What can be watched is said in `machine/watch.ts`.
import type { SetSample } from '../machine/setSample.ts';
import type { Watch } from '../machine/watch.ts';

export type { SetSample, Watch };

export interface WatchList {
  readonly version: number;
  readonly watches: readonly Watch[];
}
