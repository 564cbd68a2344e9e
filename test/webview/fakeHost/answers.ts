// Answers to watches from tensors that look like training and move with the tick: the view's tests have no engine.
import type { NetworkDescription } from '../../../src/protocol/description.ts';
import { fakeCalculation } from './calculation.ts';
import type { Watch } from '../../../src/protocol/watch.ts';

/** Uniform in 0..1 from an integer: the same numbers for the same tensor at each run. */
function noise(seed: number): number {
  let x = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

const normal = (seed: number): number =>
  Math.sqrt(-2 * Math.log(noise(seed) + 1e-12)) * Math.cos(2 * Math.PI * noise(seed + 7919));

const hash = (text: string): number => [...text].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7);

export class FakeTensors {
  private readonly network: NetworkDescription;

  constructor(network: NetworkDescription) {
    this.network = network;
  }

  shapeOf(name: string): readonly number[] | null {
    const { network } = this;
    const ofBatch = name.replace(/@(train|test)\[\d+\]$/, '');
    if (ofBatch !== name) return this.shapeOf(ofBatch)?.map((length, axis) => (axis === 0 ? 1 : length)) ?? null;
    if (name === 'input') return [network.batchSize, ...network.data.sampleShape];
    if (name === 'batch') return [network.batchSize];
    if (name === 'target') return [network.batchSize, ...network.data.targetShape];
    const [layerName, part] = name.split('.');
    const layer = network.layers.find((each) => each.name === layerName);
    if (!layer) return null;
    if (part === 'output') return layer.batchShape;
    return layer.parameters.find((each) => each.name === part)?.shape ?? null;
  }

  /** Values at an iteration; null where the tensor does not exist yet. */
  values(name: string, iteration: number): Float32Array | null {
    const shape = this.shapeOf(name);
    if (!shape) return null;
    const derived = /grad|update|output|input|target|momentum/.test(name);
    if (derived && iteration < 0.01) return null;
    const size = shape.reduce((a, b) => a * b, 1);
    const layer = this.network.layers.findIndex((each) => name.startsWith(`${each.name}.`));
    const scale =
      name.includes('grad') || name.includes('update')
        ? 0.02 * 1.6 ** (layer - this.network.layers.length)
        : name.includes('output')
          ? 1
          : 0.35;
    const seed = hash(name);
    const type = this.network.layers[layer]?.type;
    if (name === 'batch') return Float32Array.from({ length: size }, (_, i) => 3 * i + 2);
    if (name === 'target' && this.network.accuracy !== null) {
      const classes = Math.max(2, this.network.data.classNames.length);
      return Float32Array.from({ length: size }, (_, i) => Math.floor(noise(seed + i) * classes));
    }
    return Float32Array.from({ length: size }, (_, i) => {
      const start = normal(seed + i) * scale;
      const end = normal(seed + i + 100003) * scale * 1.8;
      const moved = start + (end - start) * (1 - Math.exp(-iteration / 80));
      if (name.endsWith('output') && type === 'ReLU') return Math.max(0, moved);
      if (name.endsWith('output') && (type === 'Sigmoid' || type === 'Softmax')) return 1 / (1 + Math.exp(-moved * 3));
      return moved;
    });
  }

  answer(watch: Watch, iteration: number, known: number): Float32Array | null {
    switch (watch.kind) {
      case 'statistics':
        return statistics(this.values(watch.tensor, iteration));
      case 'histogram':
        return bins(
          this.values(watch.tensor, watch.at === 'init' ? Math.min(iteration, 0.5) : iteration),
          watch.bins,
          watch.range,
        );
      case 'logHistogram': {
        const values = this.values(watch.tensor, watch.at === 'init' ? Math.min(iteration, 0.5) : iteration);
        return (
          values &&
          bins(
            values.filter((x) => x !== 0).map((x) => Math.log10(Math.abs(x))),
            watch.bins,
            watch.range,
            values.filter((x) => x === 0).length,
          )
        );
      }
      case 'window':
        return this.window(watch, iteration);
      case 'magnitude': {
        const values = this.values(watch.tensor, iteration);
        return (
          values &&
          Float32Array.of([...values].map(Math.abs).sort((a, b) => a - b)[Math.floor(watch.part * values.length)])
        );
      }
      case 'ridge': {
        const moments = [1, 2, 3].map((part) => Math.floor((iteration * part) / 4));
        const rows = moments.map((one) => bins(this.values(watch.tensor, one), watch.bins) ?? new Float32Array(0));
        return Float32Array.of(rows[0].length, ...rows.flatMap((row, i) => [moments[i], ...row]));
      }
      case 'calculation': {
        const found = fakeCalculation(this.network, watch, (tensor, index, symbol) => ({
          ...{ symbol, tensor, index },
          value: this.values(tensor, iteration)?.[index] ?? NaN,
        }));
        if (!found || iteration < 0.01) return null;
        const bytes = new TextEncoder().encode(JSON.stringify(found));
        const packed = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(32);
        packed.set(bytes);
        return new Float32Array(packed.buffer);
      }
      case 'losses':
        return losses(watch.from, watch.to, watch.points, known);
      case 'metrics':
        return Float32Array.of(
          lossAt(iteration) * 0.95,
          1 - lossAt(iteration) / 2,
          lossAt(iteration) * 1.1,
          1 - lossAt(iteration) / 1.8,
        );
      case 'metricsHistory':
        return Float32Array.from({ length: 5 * Math.min(watch.points, Math.ceil(known / 10)) }, (_, i) => {
          const loss = lossAt(Math.floor(i / 5) * 10);
          return [Math.floor(i / 5) * 10, loss * 0.95, 1 - loss / 2, loss * 1.1, 1 - loss / 1.8][i % 5];
        });
      case 'learningRates':
        return Float32Array.of(watch.from, 1, ...new Array<number>(Math.ceil(known)).fill(0.1));
      case 'layerHistory':
        return Float32Array.from({ length: 3 * Math.ceil(known) }, (_, i) => [Math.floor(i / 3), 0.02, 1e-3][i % 3]);
      case 'points':
        return this.points(watch.limit, watch.part);
      case 'sample': {
        const size = this.network.data.sampleShape.reduce((a, b) => a * b, 1);
        return Float32Array.from({ length: size + 1 }, (_, i) =>
          i === 0
            ? watch.row % 10
            : Math.max(0, Math.sin((i * (watch.row + 2)) / 9) + normal(i + watch.row * 99) * 0.2),
        );
      }
      case 'boundary': {
        const values = Float32Array.from({ length: watch.width * watch.height }, (_, i) => {
          const x = watch.x[0] + ((i % watch.width) / watch.width) * (watch.x[1] - watch.x[0]);
          const y = watch.y[0] + (Math.floor(i / watch.width) / watch.height) * (watch.y[1] - watch.y[0]);
          const sure = 1 + 5 * (1 - Math.exp(-iteration / 60));
          return 1 / (1 + Math.exp(-sure * (0.3 - y + 0.55 * Math.sin(2.2 * x - 0.9 + 1.6))));
        });
        return Float32Array.of(1, ...values);
      }
      case 'unitMaps': {
        const layer = this.network.layers.find(({ name }) => name === watch.layer);
        const units = layer?.outputShape.length === 1 ? layer.outputShape[0] : 0;
        const size = watch.width * watch.height;
        const values = Array.from({ length: units * size }, (_, i) => {
          const [unit, cell] = [Math.floor(i / size), i % size];
          const turn = unit * 0.9 + iteration / 50;
          const [u, v] = [(cell % watch.width) / watch.width, Math.floor(cell / watch.width) / watch.height];
          return Math.tanh(4 * ((u - 0.5) * Math.cos(turn) + (v - 0.5) * Math.sin(turn)));
        });
        return units > 0 ? Float32Array.of(units, ...values) : null;
      }
      case 'predict': {
        const units = this.network.layers.at(-1)?.outputShape.reduce((a, b) => a * b, 1) ?? 1;
        const sum = watch.x.reduce((a, b) => a + b, 0);
        return Float32Array.from({ length: units }, (_, i) => 1 / (1 + Math.exp(-sum * normal(i))));
      }
      case 'fit':
        return Float32Array.of(
          1,
          ...Array.from({ length: watch.points }, (_, i) =>
            Math.sin(
              (watch.x[0] + (i / watch.points) * (watch.x[1] - watch.x[0])) * 3 * (1 - Math.exp(-iteration / 40)),
            ),
          ),
        );
      case 'confusion': {
        const classes = Math.max(2, this.network.data.classNames.length);
        return Float32Array.of(
          classes,
          ...Array.from({ length: classes * classes }, (_, i) =>
            i % (classes + 1) === 0 ? 30 + Math.round(noise(i) * 8) : Math.max(0, Math.round(noise(i) * 5 - 3)),
          ),
        );
      }
      case 'ranking':
        return Float32Array.of(
          9,
          ...Array.from({ length: 9 }, (_, i) => [
            i,
            3 - i * 0.3,
            watch.cell?.[0] ?? i % 2,
            watch.cell?.[1] ?? 1,
          ]).flat(),
        );
      default:
        return watch satisfies never;
    }
  }

  private window(watch: Extract<Watch, { kind: 'window' }>, iteration: number): Float32Array | null {
    const values = this.values(watch.tensor, iteration);
    const shape = this.shapeOf(watch.tensor);
    if (!values || !shape) return null;
    const columns = shape.at(-1) ?? 1;
    const [rowCount, columnCount] = [watch.rows[1] - watch.rows[0], watch.columns[1] - watch.columns[0]];
    const [height, width] = [Math.min(watch.height, rowCount), Math.min(watch.width, columnCount)];
    const cells = Array.from({ length: height * width }, (_, i) => {
      const row = watch.rows[0] + Math.floor((Math.floor(i / width) * rowCount) / height);
      const column = watch.columns[0] + Math.floor(((i % width) * columnCount) / width);
      return values[row * columns + column] ?? NaN;
    });
    return Float32Array.of(watch.rows[0], rowCount, watch.columns[0], columnCount, height, width, ...cells);
  }

  private points(limit: number, part: string): Float32Array {
    const rows = Math.min(limit, part === 'test' ? 100 : 400);
    const out: number[] = [];
    for (let i = 0; i < rows; i++) {
      const seed = i * 17 + (part === 'test' ? 50021 : 0);
      const angle = Math.PI * noise(seed);
      const second = i % 2 === 1;
      const x = (second ? 1 - Math.cos(angle) : Math.cos(angle)) + 0.1 * normal(seed + 3);
      const y = (second ? 0.5 - Math.sin(angle) : Math.sin(angle)) + 0.1 * normal(seed + 5);
      if (this.network.accuracy === null) out.push(x, NaN, Math.sin(3 * x) + 0.1 * normal(seed + 9));
      else out.push(x, y, second ? 1 : 0);
    }
    return Float32Array.from(out);
  }
}

export const lossAt = (iteration: number): number =>
  0.62 * Math.exp(-iteration / 60) + 0.08 + 0.03 * normal(Math.floor(iteration) + 11) * Math.exp(-iteration / 200);

function losses(from: number, to: number, points: number, known: number): Float32Array {
  const perBucket = Math.max(1, Math.ceil((to - from) / points));
  const buckets = Math.ceil((to - from) / perBucket);
  const out = [from, perBucket];
  for (let i = 0; i < buckets; i++) {
    const inside = Array.from({ length: perBucket }, (_, k) => from + i * perBucket + k).filter((k) => k < known);
    out.push(...(inside.length > 0 ? [Math.min(...inside.map(lossAt)), Math.max(...inside.map(lossAt))] : [NaN, NaN]));
  }
  return Float32Array.from(out);
}

function statistics(values: Float32Array | null): Float32Array | null {
  if (!values) return null;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((a, b) => a + b * b, 0);
  return Float32Array.of(
    values.length,
    0,
    0,
    Math.min(...values),
    Math.max(...values),
    mean,
    Math.sqrt(Math.max(0, square / values.length - mean * mean)),
    Math.sqrt(square),
    values.filter((x) => x === 0).length,
  );
}

function bins(
  values: Float32Array | null,
  count: number,
  range?: readonly [number, number],
  zeros = 0,
): Float32Array | null {
  if (!values) return null;
  const [from, to] = range ?? [Math.min(...values), Math.max(...values)];
  const counts = new Array<number>(count).fill(0);
  let [below, above] = [0, 0];
  for (const value of values) {
    if (value < from) below++;
    else if (value > to) above++;
    else counts[Math.min(count - 1, Math.floor(((value - from) / (to - from || 1)) * count))]++;
  }
  return Float32Array.of(from, to, below, above, 0, zeros, ...counts);
}
