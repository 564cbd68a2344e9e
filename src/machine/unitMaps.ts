// Decision maps of single units: what each unit of a layer gives over a plane, for a network of two inputs. One pass over
// the plane serves all layers that are asked about at one moment.
import { sizeOf } from '../core/shape.ts';
import type { Evaluator } from './evaluator.ts';
import type { Machine } from './machine.ts';
import type { Watch } from './watch.ts';

type Plane = Omit<Extract<Watch, { kind: 'boundary' }>, 'kind'>;

/** Units of a layer that are mapped at the most: more are not looked at one by one. */
const mostUnits = 64;

/** The points of a plane, two numbers each: row by row, the first at y's `from`. */
export function planePoints({ x, y, width, height }: Plane): Float32Array {
  const grid = new Float32Array(2 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      grid[2 * (row * width + column)] = x[0] + ((x[1] - x[0]) * (column + 0.5)) / width;
      grid[2 * (row * width + column) + 1] = y[0] + ((y[1] - y[0]) * (row + 0.5)) / height;
    }
  }
  return grid;
}

/** Products of a weight and a value that a plane may cost. */
const planeCost = 4e9;

/** The same plane at the resolution that a network of so many parameters can be asked for in about a second. */
export function coarsePlane({ x, y, width, height }: Plane, parameterCount: number): Plane {
  const most = Math.max(16, planeCost / Math.max(1, parameterCount));
  const part = Math.min(1, Math.sqrt(most / (width * height)));
  return { x, y, width: Math.max(1, Math.floor(width * part)), height: Math.max(1, Math.floor(height * part)) };
}

/** `output` over the points of `coarse` as the number of units and then each unit's values over those of `plane`. */
export function overPlane(output: Float32Array, coarse: Plane, plane: Plane): Float32Array {
  const { width, height } = plane;
  const units = output.length / (coarse.width * coarse.height);
  const answer = new Float32Array(1 + units * width * height);
  answer[0] = units;
  for (let row = 0; row < height; row++) {
    const from = Math.floor((row * coarse.height) / height) * coarse.width;
    for (let column = 0; column < width; column++) {
      const at = (from + Math.floor((column * coarse.width) / width)) * units;
      for (let unit = 0; unit < units; unit++) answer[1 + (unit * height + row) * width + column] = output[at + unit];
    }
  }
  return answer;
}

export class UnitMaps {
  private readonly machine: Machine;
  private key = '';
  private outputs: readonly (Float32Array | null)[] = [];

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** As 'boundary', of a layer's units; null where the input is no plane, or the units are too many or no vector. */
  answer(watch: Extract<Watch, { kind: 'unitMaps' }>, evaluator: () => Evaluator): Float32Array | null {
    const { network, tick, hand } = this.machine;
    const { width, height } = watch;
    if (sizeOf(network.dataset.sampleShape) !== 2) return null;
    const index = network.layers.findIndex(({ name }) => name === watch.layer);
    if (index < 0) return null;
    const key = JSON.stringify([tick, hand.branches.length, watch.x, watch.y, width, height]);
    const coarse = coarsePlane(watch, network.parameterCount);
    if (key !== this.key) {
      const drawn = network.layers.map(({ outputShape }) => outputShape.length === 1 && outputShape[0] <= mostUnits);
      this.outputs = evaluator().outputsOf(planePoints(coarse), coarse.width * coarse.height, drawn);
      this.key = key;
    }
    const output = this.outputs[index];
    if (!output) return null;
    return overPlane(output, coarse, watch);
  }
}

/** [rows, units] as the number of units and then each unit's values. */
export function byUnit(output: Float32Array, rows: number): Float32Array {
  const units = output.length / rows;
  const answer = new Float32Array(1 + output.length);
  answer[0] = units;
  for (let i = 0; i < rows; i++)
    for (let unit = 0; unit < units; unit++) answer[1 + unit * rows + i] = output[i * units + unit];
  return answer;
}
