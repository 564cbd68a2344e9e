// Whether a network does what it should, whatever else there is to say of it.
import type { RunningEvidence } from './evidence.ts';

/** Right in nearly every training row, or a small part of a constant answer's loss. */
const [score, share] = [0.97, 0.2];

export function learnedWell({ surveys, blocks, baseline }: RunningEvidence): boolean {
  const survey = surveys.at(-1);
  const block = blocks.at(-1);
  if (survey && survey.train.classes.length > 0 && survey.train.score >= score) return true;
  return block !== undefined && block.mean < share * baseline;
}
