// Reference: time steps of the recurrent layers, number by number, in float64.
import { unaryFunctions } from '../../elementwise/float64.ts';
import type { Memory } from '../../tensor.ts';
import type { LayerKernels } from '../layerKernels.ts';
import { allFloats, branching, rounding } from './views.ts';

type RecurrentKernels = Pick<
  LayerKernels,
  'rnnStep' | 'rnnStepBackward' | 'lstmStep' | 'lstmStepBackward' | 'gruStep' | 'gruStepBackward'
>;

const { sigmoid, tanh } = unaryFunctions;

export function recurrentKernels(memory: Memory): RecurrentKernels {
  const read = (start: number, at: number) => (start ? allFloats(memory)[start / 4 + at] : 0);
  const round = rounding(memory);
  const branch = branching(memory);
  const write = (start: number, at: number, value: number) => {
    allFloats(memory)[start / 4 + at] = value;
  };
  /** For each unit: its place in [rows, size], in h, and of each of its gates in [rows, gates·size]. */
  const units = (
    rows: number,
    size: number,
    stride: number,
    gates: number,
    visit: (at: number, inH: number, gate: readonly number[]) => void,
  ) => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < size; j++) {
        const gate = Array.from({ length: gates }, (_, g) => (i * gates + g) * size + j);
        visit(i * size + j, i * stride + j, gate);
      }
    }
  };
  return {
    rnnStep(fromInput, fromHidden, rows, size, relu, h, stride) {
      units(rows, size, stride, 1, (at, inH) => {
        const z = round(read(fromInput, at) + read(fromHidden, at));
        if (relu) branch(Math.sign(z));
        write(h, inH, relu ? Math.max(z, 0) : tanh(z));
      });
    },

    rnnStepBackward(h, dh, stride, dhNext, rows, size, relu, dz) {
      units(rows, size, stride, 1, (at, inH) => {
        const gradient = read(dh, inH) + read(dhNext, at);
        const y = read(h, inH);
        const slope = relu ? Number(y > 0) : 1 - y * y;
        write(dz, at, gradient * slope);
      });
    },

    lstmStep(fromInput, fromHidden, cBefore, rows, size, gates, c, h, stride) {
      units(rows, size, stride, 4, (at, inH, gate) => {
        const z = gate.map((place) => round(read(fromInput, place) + read(fromHidden, place)));
        const [i, f, g, o] = [sigmoid(z[0]), sigmoid(z[1]), tanh(z[2]), sigmoid(z[3])];
        const cell = f * read(cBefore, at) + i * g;
        [i, f, g, o].forEach((value, which) => write(gates, gate[which], value));
        write(c, at, cell);
        write(h, inH, o * tanh(cell));
      });
    },

    lstmStepBackward(gates, cBefore, c, dh, stride, dhNext, dc, rows, size, dz) {
      units(rows, size, stride, 4, (at, inH, gate) => {
        const [i, f, g, o] = gate.map((place) => read(gates, place));
        const t = tanh(read(c, at));
        const gradient = read(dh, inH) + read(dhNext, at);
        const cell = gradient * o * (1 - t * t) + (dhNext ? read(dc, at) : 0);
        const slopes = [
          cell * g * i * (1 - i),
          cell * read(cBefore, at) * f * (1 - f),
          cell * i * (1 - g * g),
          gradient * t * o * (1 - o),
        ];
        slopes.forEach((value, which) => write(dz, gate[which], value));
        write(dc, at, cell * f);
      });
    },

    gruStep(fromInput, fromHidden, hBefore, rows, size, gates, h, stride) {
      units(rows, size, stride, 3, (_at, inH, gate) => {
        const input = gate.map((place) => read(fromInput, place));
        const hidden = gate.map((place) => read(fromHidden, place));
        const r = sigmoid(input[0] + hidden[0]);
        const z = sigmoid(input[1] + hidden[1]);
        const n = tanh(input[2] + r * hidden[2]);
        [r, z, n].forEach((value, which) => write(gates, gate[which], value));
        write(h, inH, (1 - z) * n + z * read(hBefore, inH));
      });
    },

    gruStepBackward(gates, fromHidden, hBefore, dh, stride, dhNext, rows, size, dInput, dHidden, dhBefore) {
      units(rows, size, stride, 3, (at, inH, gate) => {
        const [r, z, n] = gate.map((place) => read(gates, place));
        const gradient = read(dh, inH) + read(dhNext, at);
        const dn = gradient * (1 - z) * (1 - n * n);
        const dr = dn * read(fromHidden, gate[2]) * r * (1 - r);
        const dz = gradient * (read(hBefore, inH) - n) * z * (1 - z);
        [dr, dz, dn].forEach((value, which) => write(dInput, gate[which], value));
        [dr, dz, dn * r].forEach((value, which) => write(dHidden, gate[which], value));
        write(dhBefore, at, gradient * z);
      });
    },
  };
}
