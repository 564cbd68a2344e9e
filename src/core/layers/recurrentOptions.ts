// The options that RNN, LSTM and GRU have in common, and their Python spelling.
import type * as z from 'zod/mini';
import { boolean, integer, number } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';

export const hiddenSize = {
  hidden_size: integer('Numbers in the hidden state, which are the output of each step.', { min: 1 }),
};

export const usualRecurrent = {
  num_layers: integer('Layers, each reading the outputs of the one below.', { default: 1, min: 1 }),
  bias: boolean('Whether biases are added.', { default: true }),
  dropout: number('Probability that a number that goes from a layer to the next is left out in training.', {
    ...{ default: 0, min: 0, max: 1 },
  }),
  bidirectional: boolean('Whether a second half reads the sequence backwards.', { default: false }),
};

export function pythonRecurrent<Usual extends object>(
  type: string,
  schema: z.ZodMiniType<Usual>,
  features: number,
  hidden: number,
  usual: Usual,
): string {
  return pythonCall(`nn.${type}`, schema, usual, [String(features), String(hidden), 'batch_first=True']);
}
