// RNN: the hidden state is the activation of input and last state (Elman, 1990).
import type * as z from 'zod/mini';
import { choice, object } from '../options.ts';
import { recurrent } from './recurrent.ts';
import { workedRnn } from './workedRecurrent.ts';
import { hiddenSize, pythonRecurrent, usualRecurrent } from './recurrentOptions.ts';

const usual = { nonlinearity: choice(['tanh', 'relu'], 'The activation.', 'tanh'), ...usualRecurrent };
const usualOptions = object(usual);
const options = object({ ...hiddenSize, ...usual });

/** All steps' outputs, [length, hidden_size]. https://pytorch.org/docs/stable/generated/torch.nn.RNN.html */
export const rnn = recurrent<z.infer<typeof options>>({
  type: 'RNN',
  summary: 'Reads a sequence step by step, with a hidden state that remembers. Batch first; gives each step’s state.',
  options,
  cell: {
    gates: 1,
    keepsGates: false,
    gateNames: [],
    hasCell: false,
    splitsGradient: false,
    formula: 'hₜ = tanh(W_ih·xₜ + b_ih + W_hh·hₜ₋₁ + b_hh)',
    worked: ({ nonlinearity }, cell) => workedRnn(cell, nonlinearity),
    step: ({ nonlinearity }, { fromInput, fromHidden, rows, size, h, stride }) => ({
      kernel: 'rnnStep',
      args: [fromInput, fromHidden, rows, size, nonlinearity === 'relu' ? 1 : 0, h, stride],
    }),
    stepBackward: ({ nonlinearity }, { h, h_grad, stride, next, rows, size, fromInput_grad }) => ({
      kernel: 'rnnStepBackward',
      args: [h, h_grad, stride, next, rows, size, nonlinearity === 'relu' ? 1 : 0, fromInput_grad],
    }),
  },
  pytorch: ({ hidden_size, ...rest }, [[, features]]) =>
    pythonRecurrent('RNN', usualOptions, features, hidden_size, rest),
});
