// Reference: attention's products and scores, look-ups, strided moves and what else layers need.
import type { Memory } from '../../tensor.ts';
import type { LayerKernels } from '../layerKernels.ts';
import { allFloats, branching, floatsAt, integersAt, move, rounding } from './views.ts';

type AttentionKernels = Pick<
  LayerKernels,
  | 'gemmBatched'
  | 'scaleScores'
  | 'embedding'
  | 'embeddingBackward'
  | 'addRepeated'
  | 'copyStrided'
  | 'prelu'
  | 'preluBackward'
  | 'preluWeightGradient'
  | 'dropoutMask'
>;

export function attentionKernels(memory: Memory): AttentionKernels {
  const rowOf = (value: number, count: number) => (Number.isInteger(value) && value >= 0 && value < count ? value : -1);
  const channelOf = (i: number, channels: number, positions: number) => Math.floor(i / positions) % channels;
  return {
    gemmBatched(outer, inner, m, n, k, a, aOuter, aInner, aRow, aColumn, b, bOuter, bInner, bRow, bColumn, c) {
      const all = allFloats(memory);
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const [aStart, bStart] = [a / 4 + o * aOuter + i * aInner, b / 4 + o * bOuter + i * bInner];
          for (let row = 0; row < m; row++) {
            for (let column = 0; column < n; column++) {
              let total = 0;
              for (let p = 0; p < k; p++) {
                total += all[aStart + row * aRow + p * aColumn] * all[bStart + p * bRow + column * bColumn];
              }
              all[c / 4 + ((o * inner + i) * m + row) * n + column] = total;
            }
          }
        }
      }
    },

    scaleScores(scores, matrices, length, scale, causal) {
      const all = floatsAt(memory, scores, matrices * length * length);
      const factor = rounding(memory)(scale);
      all.forEach((value, at) => {
        const [row, column] = [Math.floor(at / length) % length, at % length];
        all[at] = causal && column > row ? -Infinity : value * factor;
      });
    },

    embedding(x, n, weight, count, columns, y) {
      floatsAt(memory, x, n).forEach((value, i) => {
        const row = rowOf(value, count);
        const to = floatsAt(memory, y + 4 * i * columns, columns);
        if (row < 0) to.fill(NaN);
        else to.set(floatsAt(memory, weight + 4 * row * columns, columns));
      });
    },

    embeddingBackward(x, dy, n, count, columns, dweight) {
      const sums = new Float64Array(count * columns);
      const gradients = floatsAt(memory, dy, n * columns);
      floatsAt(memory, x, n).forEach((value, i) => {
        const row = rowOf(value, count);
        if (row < 0) return;
        for (let j = 0; j < columns; j++) sums[row * columns + j] += gradients[i * columns + j];
      });
      floatsAt(memory, dweight, count * columns).set(sums);
    },

    addRepeated(x, a, size, count, y) {
      const [from, added] = [floatsAt(memory, x, size * count), floatsAt(memory, a, size)];
      floatsAt(memory, y, size * count).set(from.map((value, i) => value + added[i % size]));
    },

    copyStrided(source, n0, n1, n2, n3, s0, s1, s2, s3, out, o0, o1, o2, o3) {
      for (let i = 0; i < n0 * n1 * n2 * n3; i++) {
        const [d, c, b, a] = [
          i % n3,
          Math.floor(i / n3) % n2,
          Math.floor(i / (n3 * n2)) % n1,
          Math.floor(i / (n3 * n2 * n1)),
        ];
        const from = source + 4 * (a * s0 + b * s1 + c * s2 + d * s3);
        move(memory, from, 4, out + 4 * (a * o0 + b * o1 + c * o2 + d * o3));
      }
    },

    prelu(x, batch, channels, positions, weight, y) {
      const slopes = floatsAt(memory, weight, channels);
      const branch = branching(memory);
      const values = floatsAt(memory, x, batch * channels * positions).map((value, i) => {
        branch(Math.sign(value));
        return value > 0 ? value : value * slopes[channelOf(i, channels, positions)];
      });
      floatsAt(memory, y, values.length).set(values);
    },

    preluBackward(x, dy, batch, channels, positions, weight, dx) {
      const slopes = floatsAt(memory, weight, channels);
      const inputs = floatsAt(memory, x, batch * channels * positions);
      const gradients = floatsAt(memory, dy, inputs.length).map((value, i) => {
        return inputs[i] > 0 ? value : value * slopes[channelOf(i, channels, positions)];
      });
      floatsAt(memory, dx, inputs.length).set(gradients);
    },

    preluWeightGradient(x, dy, batch, channels, positions, dweight) {
      const inputs = floatsAt(memory, x, batch * channels * positions);
      const gradients = floatsAt(memory, dy, inputs.length);
      const sums = new Float64Array(channels);
      inputs.forEach((value, i) => {
        if (!(value > 0)) sums[channelOf(i, channels, positions)] += value * gradients[i];
      });
      floatsAt(memory, dweight, channels).set(sums);
    },

    dropoutMask(n, p, seed, layer, iteration, mask) {
      const key = mix(mix(mix(seed + 0x9e3779b9) + layer) + integersAt(memory, iteration, 1)[0]);
      const limit = Math.min(0x7fffffff, Math.ceil(p * 2 ** 31));
      const kept = p < 1 ? 1 / (1 - p) : 0;
      floatsAt(memory, mask, n).set(Array.from({ length: n }, (_, i) => (mix(mix(i) ^ key) >>> 1 >= limit ? kept : 0)));
    },
  };
}

/** C. Wellons' triple32. */
function mix(x: number): number {
  let h = x >>> 0;
  h ^= h >>> 17;
  h = Math.imul(h, 0xed5ad4bb);
  h ^= h >>> 11;
  h = Math.imul(h, 0xac4c1b51);
  h ^= h >>> 15;
  h = Math.imul(h, 0x31848bab);
  return (h ^ (h >>> 14)) >>> 0;
}
