// GRU: a state that two gates reset and update (Cho et al., 2014).
import type * as z from 'zod/mini';
import { object } from '../options.ts';
import { text } from '../text.ts';
import { recurrent } from './recurrent.ts';
import { workedGru } from './workedRecurrent.ts';
import { hiddenSize, pythonRecurrent, usualRecurrent } from './recurrentOptions.ts';

const usualOptions = object(usualRecurrent);
const options = object({ ...hiddenSize, ...usualRecurrent });

/** All steps' outputs, [length, hidden_size]. https://pytorch.org/docs/stable/generated/torch.nn.GRU.html */
export const gru = recurrent<z.infer<typeof options>>({
  type: 'GRU',
  summary: 'Reads a sequence step by step, with a state that two gates update. Batch first; gives each step’s state.',
  options,
  cell: {
    gates: 3,
    keepsGates: true,
    gateNames: [text('reset gate r'), text('update gate z'), text('candidate n')],
    hasCell: false,
    splitsGradient: true,
    formula: 'r, z = σ(…), n = tanh(W_in·xₜ + r·(W_hn·hₜ₋₁ + b));  hₜ = (1 − z)·n + z·hₜ₋₁',
    worked: (_, cell) => workedGru(cell),
    step: (_, { fromInput, fromHidden, hBefore, rows, size, gates, h, stride }) => ({
      kernel: 'gruStep',
      args: [fromInput, fromHidden, hBefore, rows, size, gates, h, stride],
    }),
    stepBackward: (_, places) => ({
      kernel: 'gruStepBackward',
      args: [
        ...([places.gates, places.fromHidden, places.hBefore, places.h_grad, places.stride, places.next] as const),
        ...([places.rows, places.size, places.fromInput_grad, places.fromHidden_grad, places.state] as const),
      ],
    }),
  },
  pytorch: ({ hidden_size, ...rest }, [[, features]]) =>
    pythonRecurrent('GRU', usualOptions, features, hidden_size, rest),
});
