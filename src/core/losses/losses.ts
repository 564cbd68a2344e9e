// The table of losses: a new one is its file and a line here.
import { bceLoss } from './bceLoss.ts';
import { bceWithLogitsLoss } from './bceWithLogitsLoss.ts';
import { crossEntropyLoss } from './crossEntropyLoss.ts';
import { huberLoss } from './huberLoss.ts';
import { klDivLoss } from './klDivLoss.ts';
import { l1Loss } from './l1Loss.ts';
import type { LossType } from './loss.ts';
import { mseLoss } from './mseLoss.ts';
import { nllLoss } from './nllLoss.ts';
import { smoothL1Loss } from './smoothL1Loss.ts';

/** By PyTorch's class name, in the order in which completion offers them. */
export const losses = {
  MSELoss: mseLoss,
  L1Loss: l1Loss,
  HuberLoss: huberLoss,
  SmoothL1Loss: smoothL1Loss,
  BCELoss: bceLoss,
  BCEWithLogitsLoss: bceWithLogitsLoss,
  CrossEntropyLoss: crossEntropyLoss,
  NLLLoss: nllLoss,
  KLDivLoss: klDivLoss,
} satisfies Record<string, LossType>;

/**
 * The loss of this name. Its methods take the options that its own schema made: that the table forgets which those are
 * (methods are bivariant) is hidden here.
 */
export function lossType(type: string): LossType | undefined {
  return Object.hasOwn(losses, type) ? losses[type as keyof typeof losses] : undefined;
}
