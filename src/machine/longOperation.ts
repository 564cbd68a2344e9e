// An operation that takes long, done part by part: between two of them it may be given up, and then all is as it was
// before. So that can be had only of what its instruction says that it writes.
import type { KernelModule } from '../core/kernels/kernels.ts';
import type { PartCall } from '../core/kernels/pool.ts';
import { sizeOf } from '../core/shape.ts';
import type { Program } from '../model/program.ts';
import { executeCalls } from './execute.ts';

export class LongOperations {
  private readonly module: KernelModule;
  private readonly program: Program;
  /** What the operation under way overwrites: kept from one to the next, since making room for it takes time too. */
  private before = new Uint8Array(0);

  constructor(module: KernelModule, program: Program) {
    this.module = module;
    this.program = program;
  }

  /** Executes an instruction's calls; false where `isUnwanted` said so before the last, and nothing is done. */
  execute(instruction: number, calls: readonly PartCall[], isUnwanted: () => boolean): boolean {
    const written = this.written(instruction);
    const size = written.reduce((sum, { bytes }) => sum + bytes, 0);
    if (this.before.length < size) this.before = new Uint8Array(size);
    let at = 0;
    for (const { offset, bytes } of written) {
      this.before.set(new Uint8Array(this.module.memory.buffer, offset, bytes), at);
      at += bytes;
    }
    for (let i = 0; i < calls.length; i++) {
      if (isUnwanted()) {
        this.putBack(written);
        return false;
      }
      executeCalls(this.module.kernels, calls.slice(i, i + 1));
    }
    return true;
  }

  private written(instruction: number) {
    const { instructions, tensors } = this.program;
    return instructions[instruction].writes.map((name) => {
      const { offset, shape } = tensors.get(name)!.tensor;
      return { offset, bytes: 4 * sizeOf(shape) };
    });
  }

  private putBack(written: ReturnType<LongOperations['written']>): void {
    let at = 0;
    for (const { offset, bytes } of written) {
      new Uint8Array(this.module.memory.buffer, offset, bytes).set(this.before.subarray(at, at + bytes));
      at += bytes;
    }
  }
}
