// The kernels once more, slow and obvious, in float64 rounded at the end: the tests' oracle. Over a wide memory (`views.ts`)
// nothing is rounded, for the gradient check.
import type { Memory } from '../../tensor.ts';
import type { Kernels } from '../kernels.ts';
import { attentionKernels } from './attention.ts';
import { lossKernels } from './classLoss.ts';
import { convKernels } from './conv.ts';
import { runElementwise } from './elementwise.ts';
import { movementKernels } from './movement.ts';
import { normKernels } from './norm.ts';
import { padKernels } from './pad.ts';
import { poolKernels } from './pool.ts';
import { productKernels } from './products.ts';
import { recurrentKernels } from './recurrent.ts';
import { softmaxKernels } from './softmax.ts';
import { statisticsKernels } from './statistics.ts';

export function referenceKernels(memory: Memory): Kernels {
  return {
    ...productKernels(memory),
    ...softmaxKernels(memory),
    ...lossKernels(memory),
    ...movementKernels(memory),
    ...statisticsKernels(memory),
    ...convKernels(memory),
    ...padKernels(memory),
    ...poolKernels(memory),
    ...normKernels(memory),
    ...recurrentKernels(memory),
    ...attentionKernels(memory),
    elementwise: (code, n) => runElementwise(memory, code, n),
  };
}
