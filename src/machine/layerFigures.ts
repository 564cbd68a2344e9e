// Norms of the layers' gradients and updates, measured while somebody looks, so that curves can be drawn of them.
import { sizeOf } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import { gradName } from '../model/draft.ts';
import type { Machine } from './machine.ts';
import { metricsRecord, type MetricsRecord } from './metricsRecord.ts';

/** Elements of a layer for which one iteration is waited before it is measured again. */
const elementsPerIteration = 1 << 18;

export class LayerFigures {
  private readonly machine: Machine;
  private readonly records = new Map<number, { readonly rows: MetricsRecord; last: number }>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** Rows of iteration, ‖gradients‖, ‖updates‖ ÷ ‖weights‖; measures this moment too where it is an iteration's end. */
  points(layer: number, points: number, normOf: (tensor: Tensor) => number): Float32Array | null {
    const { network, iteration } = this.machine;
    const parameters = network.layers[layer]?.parameters.filter(({ trained }) => trained) ?? [];
    if (parameters.length === 0) return null;
    const record = this.records.get(layer) ?? { rows: metricsRecord(2), last: NaN };
    this.records.set(layer, record);
    const elements = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    if (!(Math.abs(iteration - record.last) < Math.max(1, elements / elementsPerIteration))) {
      const norm = (suffix: (name: string) => string): number =>
        Math.sqrt(
          parameters.reduce((sum, { fullName }) => {
            const tensor = this.machine.tensor(suffix(fullName));
            return sum + (tensor ? normOf(tensor) ** 2 : NaN);
          }, 0),
        );
      const gradient = norm(gradName);
      const ratio = norm((name) => `${name}.update`) / norm((name) => name);
      if (!Number.isNaN(gradient)) record.rows.set(iteration, [gradient, ratio]);
      record.last = iteration;
    }
    return record.rows.points(points);
  }

  /** The run was changed at this moment: what was measured of its future is no longer so. */
  forget(): void {
    for (const record of this.records.values()) {
      record.rows.cut(this.machine.iteration);
      record.last = NaN;
    }
  }
}
