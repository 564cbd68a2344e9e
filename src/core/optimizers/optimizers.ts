// The table of optimizers: a new one is its file and a line here.
import { adadelta } from './adadelta.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamW } from './adamW.ts';
import { nadam } from './nadam.ts';
import type { OptimizerType } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

/** By PyTorch's class name, in the order in which completion offers them. */
export const optimizers = {
  SGD: sgd,
  Adam: adam,
  AdamW: adamW,
  RMSprop: rmsprop,
  NAdam: nadam,
  Adagrad: adagrad,
  Adadelta: adadelta,
} satisfies Record<string, OptimizerType>;

/**
 * The optimizer of this name. Its methods take the options that its own schema made: that the table forgets which those
 * are (methods are bivariant) is hidden here.
 */
export function optimizerType(type: string): OptimizerType | undefined {
  return Object.hasOwn(optimizers, type) ? optimizers[type as keyof typeof optimizers] : undefined;
}
