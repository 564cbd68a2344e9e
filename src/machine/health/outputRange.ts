// Between which values a layer's output must lie, whatever comes in.
import type { NetworkLayer } from '../../model/model.ts';

const ranges: Readonly<Record<string, readonly [from: number, to: number]>> = {
  ReLU: [0, Infinity],
  Softplus: [0, Infinity],
  Sigmoid: [0, 1],
  Softmax: [0, 1],
  LogSoftmax: [-Infinity, 0],
  Tanh: [-1, 1],
  Softsign: [-1, 1],
};

export function outputRange({ type, options }: NetworkLayer): readonly [from: number, to: number] {
  if (type === 'Hardtanh') {
    const { min_val = -1, max_val = 1 } = options as { min_val?: number; max_val?: number };
    return [min_val, max_val];
  }
  return ranges[type] ?? [-Infinity, Infinity];
}
