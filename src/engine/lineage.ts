// How a run came to be what it is: the texts that were opened one after the other with their weights kept, each at some
// tick of the one before. Opening them again in turn and seeking in between gives the same run, bit for bit.
import type { Edit } from '../protocol/debug.ts';
import type { OpenRequest } from '../protocol/engine.ts';

/** Plain JSON, so that it can be kept between sessions. */
export interface Chapter {
  readonly text: string;
  /** Tick of the chapter before at which this one was opened; 0 for the first. */
  readonly from: number;
  /** What was changed by hand. */
  readonly edits?: readonly Edit[];
  /** The file that it started from instead of the text's own weights. */
  readonly weights?: string | undefined;
}

/** A run to be made again. */
export interface Replay {
  readonly chapters: readonly Chapter[];
  readonly tick: number;
}

export interface ReplayStep {
  readonly text: string;
  readonly keep: boolean;
  readonly seek: number;
  readonly edits?: readonly Edit[] | undefined;
  readonly weights: string | undefined;
}

/**
 * The chapters after an open.
 * @param tick where the run stood before
 * @param firstTick first tick that the run can go back to afterwards: 0 when this text alone makes the whole run
 * @param weights the file that such a run started from
 */
export function extend(
  chapters: readonly Chapter[],
  text: OpenRequest['text'],
  tick: number,
  firstTick: number,
  weights: string | undefined,
): readonly Chapter[] {
  return firstTick === 0
    ? [{ text, from: 0, ...(weights !== undefined && { weights }) }]
    : [...chapters, { text, from: tick }];
}

/** What to do in turn to come to a run's moment. */
export function replaySteps({ chapters, tick }: Replay): readonly ReplayStep[] {
  return chapters.map(({ text, edits, weights }, i) => ({
    text,
    keep: i > 0,
    weights,
    seek: chapters[i + 1]?.from ?? tick,
    ...(edits && { edits }),
  }));
}
