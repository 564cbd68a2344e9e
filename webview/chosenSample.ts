// The sample that is shown where one is: a row of the batch, whatever stands there in each batch, or one of a part of the
// data, which is then fed forward by itself in eval mode (see `machine/watch.ts` for how its tensors are called).
import { batch, signal } from '@preact/signals';
import type { SetSample } from '../src/protocol/watch.ts';
import type { TensorReference } from './graph/tensors.ts';

const setName = /@(train|test)\[\d+\]$/;

/** The tensor of the batch of which this is a sample's. */
export const batchName = (tensor: string): string => tensor.replace(setName, '');

export class ChosenSample {
  /** Row of the batch. */
  readonly row = signal(0);
  /** null: the one of the batch. */
  readonly ofSet = signal<SetSample | null>(null);

  chooseRow(row: number): void {
    batch(() => {
      this.row.value = row;
      this.ofSet.value = null;
    });
  }

  chooseOfSet(sample: SetSample): void {
    this.ofSet.value = sample;
  }

  backToBatch(): void {
    this.ofSet.value = null;
  }

  isOfSet({ part, row }: SetSample): boolean {
    const chosen = this.ofSet.value;
    return chosen?.part === part && chosen.row === row;
  }

  isRow(row: number): boolean {
    return this.ofSet.value === null && this.row.value === row;
  }

  /** Where it stands among the rows of `tensor(…)`. */
  get place(): number {
    return this.ofSet.value ? 0 : this.row.value;
  }

  /** The name of what flows: the batch's, or of the sample alone. */
  tensor(name: string): string {
    const of = this.ofSet.value;
    return of ? `${name}@${of.part}[${of.row}]` : name;
  }

  /** The same with its shape: along the batch, a sample alone is one row. */
  reference<Reference extends TensorReference>(of: Reference): Reference {
    if (!this.ofSet.value) return of;
    const along = of.axes ? of.axes.indexOf('batch') : 0;
    const shape = of.shape.map((length, axis) => (axis === along ? 1 : length));
    return { ...of, name: this.tensor(of.name), shape };
  }
}
