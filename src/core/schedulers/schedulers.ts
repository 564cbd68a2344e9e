// The table of schedulers: a new one is its file and a line here.
import { cosineAnnealingLR } from './cosineAnnealingLR.ts';
import { exponentialLR } from './exponentialLR.ts';
import { linearLR } from './linearLR.ts';
import { multiStepLR } from './multiStepLR.ts';
import { oneCycleLR } from './oneCycleLR.ts';
import { reduceLROnPlateau } from './reduceLROnPlateau.ts';
import type { SchedulerType } from './scheduler.ts';
import { stepLR } from './stepLR.ts';

/** By PyTorch's class name, in the order in which completion offers them. */
export const schedulers = {
  StepLR: stepLR,
  MultiStepLR: multiStepLR,
  ExponentialLR: exponentialLR,
  CosineAnnealingLR: cosineAnnealingLR,
  OneCycleLR: oneCycleLR,
  ReduceLROnPlateau: reduceLROnPlateau,
  LinearLR: linearLR,
} satisfies Record<string, SchedulerType>;

/** The scheduler of this name; see `lossType` for what is hidden here. */
export function schedulerType(type: string): SchedulerType | undefined {
  return Object.hasOwn(schedulers, type) ? schedulers[type as keyof typeof schedulers] : undefined;
}
