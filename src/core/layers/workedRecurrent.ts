// One number of a recurrent layer at one time, spelled out: its gates, and what they make of the state before.
import { exp } from '../math.ts';
import { flatIndex, type Quantity, type WorkedBuild, type WorkedStep } from '../worked.ts';
import { directionsOf, type RecurrentOptions, timesOf, type WorkedCell } from './recurrentTensors.ts';

const sigmoid = (x: number): number => 1 / (1 + exp(-x));
const tanh = (x: number): number => {
  const t = exp(-2 * Math.abs(x));
  return (x < 0 ? -1 : 1) * ((1 - t) / (1 + t));
};

export function workedCell(build: WorkedBuild<RecurrentOptions>, at: readonly number[]): WorkedCell {
  const { options, inputs, output, scratch, read, result } = build;
  const [rows, length, features] = inputs[0].shape;
  const { hidden_size: size, num_layers } = options;
  const [row, time, unit] = at;
  const directions = directionsOf(options, features).filter(({ level }) => level === num_layers - 1);
  const direction = directions[unit < size ? 0 : 1];
  const own = unit % size;
  const step = direction.reverse ? length - 1 - time : time;
  const { before } = timesOf(direction, step, length);
  const { suffix } = direction;
  const hidden = scratch(`hidden_l${direction.level}`);
  const senses = directions.length;
  const width = scratch(`from_input${suffix}`).shape[2];
  const wide = (gate: number): number => (time * rows + row) * width + gate * size + own;
  const none = (symbol: string): Quantity => ({ symbol, value: 0 });
  return {
    parts: (gate, symbol) => [
      read(scratch(`from_input${suffix}`), wide(gate), `${symbol} from input`),
      read(scratch(`from_hidden${suffix}`), wide(gate), `${symbol} from state`),
    ],
    gate: (gate, symbol, total) => result(scratch(`gates${suffix}`), wide(gate), symbol, total),
    get cellBefore() {
      return before < 0
        ? none('c before')
        : read(scratch(`cell${suffix}`), (before * rows + row) * size + own, 'c before');
    },
    cell: (total) => result(scratch(`cell${suffix}`), (time * rows + row) * size + own, 'c', total),
    get hiddenBefore() {
      return before < 0 ? none('h before') : read(hidden, (before * rows + row) * senses * size + unit, 'h before');
    },
    hidden: (total) => result(output, flatIndex(output.shape, at), 'h', total),
  };
}

/** gate = σ(…) or tanh(…) of its parts. */
function workedGate(cell: WorkedCell, gate: number, symbol: string, isTanh = false): WorkedStep {
  const parts = cell.parts(gate, symbol);
  const total = (isTanh ? tanh : sigmoid)(parts[0].value + parts[1].value);
  return {
    ...{ kind: 'formula', name: `gate ${symbol}`, parts, total },
    formula: `${symbol} = ${isTanh ? 'tanh' : 'σ'}(from input + from state)`,
    result: cell.gate(gate, symbol, total),
  };
}

export function workedLstm(cell: WorkedCell): readonly WorkedStep[] {
  const gates = [
    workedGate(cell, 0, 'i'),
    workedGate(cell, 1, 'f'),
    workedGate(cell, 2, 'g', true),
    workedGate(cell, 3, 'o'),
  ];
  const [i, f, g, o] = gates.map(({ result }) => result);
  const { cellBefore } = cell;
  const c = f.value * cellBefore.value + i.value * g.value;
  const made = cell.cell(c);
  const h = o.value * tanh(made.value);
  return [
    ...gates,
    {
      ...{ kind: 'formula', name: 'memory', formula: 'c = f·c before + i·g', total: c },
      ...{ parts: [f, cellBefore, i, g], result: made },
    },
    {
      ...{ kind: 'formula', name: 'state', formula: 'h = o·tanh(c)', total: h },
      ...{ parts: [o, made], result: cell.hidden(h) },
    },
  ];
}

export function workedRnn(cell: WorkedCell, nonlinearity: string): readonly WorkedStep[] {
  const parts = cell.parts(0, 'h');
  const sum = parts[0].value + parts[1].value;
  const total = nonlinearity === 'relu' ? Math.max(0, sum) : tanh(sum);
  const formula = `h = ${nonlinearity}(from input + from state)`;
  return [{ ...{ kind: 'formula', name: 'state', formula, parts, total }, result: cell.hidden(total) }];
}

export function workedGru(cell: WorkedCell): readonly WorkedStep[] {
  const gates = [workedGate(cell, 0, 'r'), workedGate(cell, 1, 'z')];
  const [r, z] = gates.map(({ result }) => result);
  const [input, state] = cell.parts(2, 'n');
  const n = tanh(input.value + r.value * state.value);
  const made = cell.gate(2, 'n', n);
  const { hiddenBefore } = cell;
  const h = (1 - z.value) * made.value + z.value * hiddenBefore.value;
  return [
    ...gates,
    {
      ...{ kind: 'formula', name: 'candidate', formula: 'n = tanh(from input + r·from state)', total: n },
      ...{ parts: [input, r, state], result: made },
    },
    {
      ...{ kind: 'formula', name: 'state', formula: 'h = (1 − z)·n + z·h before', total: h },
      ...{ parts: [z, made, hiddenBefore], result: cell.hidden(h) },
    },
  ];
}
