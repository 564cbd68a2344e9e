// A view's list of watches and its version. What can be watched is said in `machine/watch.ts`.
import type { LoneSample, OwnSample } from '../machine/loneSample.ts';
import type { Watch } from '../machine/watch.ts';

export type { LoneSample, OwnSample, Watch };

export interface WatchList {
  readonly version: number;
  readonly watches: readonly Watch[];
  /** Samples of the view's own that watches name. */
  readonly own?: readonly OwnSample[];
}
