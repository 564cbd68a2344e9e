// eye: the identity matrix: what comes in goes out, as far as there are outputs for it.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.eye_
import { object } from '../options.ts';
import { text } from '../text.ts';
import type { InitType } from './init.ts';

export const eye = {
  type: 'eye',
  summary: 'The identity: 1 where an output meets the input of the same number, else 0.',
  options: object({}),
  needsMatrix: true,
  check(_, { shape }) {
    return shape.length === 2 ? null : text('eye needs two dimensions, and this parameter has {0}.', shape.length);
  },
  fill(out, _, { shape: [rows, columns] }) {
    out.fill(0);
    for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = 1;
  },
  explain(_, { shape: [rows, columns] }) {
    const ones = Math.min(rows, columns);
    return {
      theory: { kind: 'point', value: 0, exceptions: 1 },
      formula: `Wᵢᵢ = 1 for i < min(${rows}, ${columns}) = ${ones}, else 0`,
      figures: [['ones', ones]],
    };
  },
  pytorch: (_, parameter) => `nn.init.eye_(${parameter})`,
} satisfies InitType;
