// Calls kernels. Spelled out by number of arguments because spreading an array into a call is slow, and this is the
// innermost loop of a small network.
import type { Kernels } from '../core/kernels/kernels.ts';
import type { PartCall } from '../core/kernels/pool.ts';

/**
 * A call whose arguments can be handed over without garbage. The engine stores an array of numbers with fractions as bare
 * float64 and would make an object of each whenever it is passed; in an array that once held something else they are
 * objects once for all.
 */
export function keptCall<Call extends PartCall>(call: Call): Call {
  return { ...call, args: [null, ...call.args].slice(1) };
}

export function executeCalls(kernels: Kernels, calls: readonly PartCall[]): void {
  // A program's argument lists are those of its kernels' types (`KernelCall`); here they are only numbers.
  const table = kernels as unknown as Readonly<Record<string, (...numbers: number[]) => void>>;
  for (let i = 0; i < calls.length; i++) {
    const { kernel, args: a } = calls[i];
    const run: (...numbers: number[]) => void = table[kernel];
    switch (a.length) {
      case 1:
        run(a[0]);
        break;
      case 2:
        run(a[0], a[1]);
        break;
      case 3:
        run(a[0], a[1], a[2]);
        break;
      case 4:
        run(a[0], a[1], a[2], a[3]);
        break;
      case 5:
        run(a[0], a[1], a[2], a[3], a[4]);
        break;
      case 7:
        run(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
        break;
      case 9:
        run(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8]);
        break;
      case 12:
        run(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]);
        break;
      case 14:
        run(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13]);
        break;
      default:
        run(...a);
    }
  }
}
