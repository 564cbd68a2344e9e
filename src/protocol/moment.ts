// Time in a run. A tick is one executed instruction; a run of n iterations has n · program length of them. Tick t is the
// moment after t instructions: tick 0 is the freshly initialised network.
import type { StepSize } from '../machine/stepSize.ts';
import type { Phase } from '../model/program.ts';

export type { Phase, StepSize };

export const stepSizes: readonly StepSize[] = ['operation', 'layer', 'phase', 'iteration', 'epoch'];
