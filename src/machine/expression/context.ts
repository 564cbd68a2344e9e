// What expressions read: the machine's tensors at its moment, without a copy where a kernel can answer.
import { sizeOf } from '../../core/shape.ts';
import { floats, integers, type Tensor } from '../../core/tensor.ts';
import type { Machine } from '../machine.ts';
import type { Cells, Value } from './values.ts';

const scratchBytes = 128;

interface Views {
  readonly numbers: Float64Array;
  readonly single: Float32Array;
  /** The whole memory. */
  readonly floats: Float32Array;
  readonly integers: Int32Array;
}

export class ExpressionContext {
  readonly machine: Machine;
  /** Train loss, train accuracy, test loss, test accuracy, measured now; NaN where there is none. */
  readonly metrics: () => ArrayLike<number>;
  private readonly scratch: number;
  private kept: Views | null = null;

  constructor(machine: Machine, metrics: () => ArrayLike<number>) {
    this.machine = machine;
    this.metrics = metrics;
    this.scratch = Math.ceil(machine.free / 16) * 16;
    machine.claim(this.scratch + scratchBytes);
  }

  /** Views of the scratch memory, made anew only when the memory has grown. */
  private views(): Views {
    // Views of a memory that has grown have no length any more. To ask the memory itself takes longer than an answer.
    if (!this.kept || this.kept.floats.length === 0) {
      const { buffer } = this.machine.memory;
      this.kept = {
        numbers: new Float64Array(buffer, this.scratch, 9),
        single: new Float32Array(buffer, this.scratch, 1),
        floats: new Float32Array(buffer),
        integers: new Int32Array(buffer),
      };
    }
    return this.kept;
  }

  /** The nine of `kernels.statistics`, valid until the next call: count, nan, infinite, min, max, mean, std, norm, zeros. */
  statistics(tensor: Tensor): Float64Array {
    this.machine.kernels.statistics(tensor.offset, sizeOf(tensor.shape), this.scratch);
    return this.views().numbers;
  }

  norm(tensor: Tensor): number {
    this.machine.kernels.norm(tensor.offset, sizeOf(tensor.shape), this.scratch);
    return this.views().single[0];
  }

  // Over all elements, as PyTorch counts: a NaN makes them NaN. `std` is the population's, as in the inspector.

  min({ offset, shape }: Tensor): number {
    return this.machine.kernels.smallest(offset, sizeOf(shape));
  }

  max({ offset, shape }: Tensor): number {
    return this.machine.kernels.largest(offset, sizeOf(shape));
  }

  total({ offset, shape }: Tensor): number {
    return this.machine.kernels.total(offset, sizeOf(shape));
  }

  mean(tensor: Tensor): number {
    return this.total(tensor) / sizeOf(tensor.shape);
  }

  /** NaN where an element is NaN or infinite. */
  std(tensor: Tensor): number {
    const [, nan, infinite, , , , std] = this.statistics(tensor);
    return nan + infinite > 0 ? NaN : std;
  }

  /** Fraction of the elements that are 0. */
  zeros({ offset, shape }: Tensor): number {
    const size = sizeOf(shape);
    return this.machine.kernels.countZeros(offset, size) / size;
  }

  /** A copy; null for what isn't a tensor. */
  cells(value: Value): Cells | null {
    if (typeof value === 'number') return { kind: 'cells', shape: [], values: [value] };
    if (typeof value !== 'object') return null;
    if (value.kind === 'cells') return value;
    const { tensor } = value;
    return { kind: 'cells', shape: tensor.shape, values: this.view(tensor).slice() };
  }

  /** One element of a tensor. */
  element(tensor: Tensor, index: number): number {
    const { integers: whole, floats: all } = this.views();
    return (tensor.dtype === 'int32' ? whole : all)[tensor.offset / 4 + index];
  }

  /** Valid until the memory grows. */
  view(tensor: Tensor): Float32Array | Int32Array {
    return tensor.dtype === 'int32' ? integers(this.machine.memory, tensor) : floats(this.machine.memory, tensor);
  }
}
