// LSTM: a cell that gates write to, forget from and read (Hochreiter and Schmidhuber, 1997).
import type * as z from 'zod/mini';
import { object } from '../options.ts';
import { text } from '../text.ts';
import { recurrent } from './recurrent.ts';
import { workedLstm } from './workedRecurrent.ts';
import { hiddenSize, pythonRecurrent, usualRecurrent } from './recurrentOptions.ts';

const usualOptions = object(usualRecurrent);
const options = object({ ...hiddenSize, ...usualRecurrent });

/** All steps' outputs, [length, hidden_size]. https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html */
export const lstm = recurrent<z.infer<typeof options>>({
  type: 'LSTM',
  summary:
    'Reads a sequence step by step, with a memory cell that gates protect. Batch first; gives each step’s state.',
  options,
  cell: {
    gates: 4,
    keepsGates: true,
    gateNames: [text('input gate i'), text('forget gate f'), text('candidate g'), text('output gate o')],
    hasCell: true,
    splitsGradient: false,
    formula: 'i, f, o = σ(…), g = tanh(…);  cₜ = f·cₜ₋₁ + i·g,  hₜ = o·tanh(cₜ)',
    worked: (_, cell) => workedLstm(cell),
    step: (_, { fromInput, fromHidden, cBefore, rows, size, gates, c, h, stride }) => ({
      kernel: 'lstmStep',
      args: [fromInput, fromHidden, cBefore, rows, size, gates, c, h, stride],
    }),
    stepBackward: (_, { gates, cBefore, c, h_grad, stride, next, cell, rows, size, fromInput_grad }) => ({
      kernel: 'lstmStepBackward',
      args: [gates, cBefore, c, h_grad, stride, next, cell, rows, size, fromInput_grad],
    }),
  },
  pytorch: ({ hidden_size, ...rest }, [[, features]]) =>
    pythonRecurrent('LSTM', usualOptions, features, hidden_size, rest),
});
