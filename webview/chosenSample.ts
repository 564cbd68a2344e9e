// The sample that is shown where one is: a row of the batch, whatever stands there in each batch, or one of a part of the
// data or of one's own, which is then fed forward by itself in eval mode (see `machine/watch.ts` for how its tensors are
// called).
import { batch, signal } from '@preact/signals';
import type { NetworkDescription } from '../src/protocol/description.ts';
import type { LoneSample, OwnSample } from '../src/protocol/watch.ts';
import type { TensorReference } from './graph/tensors.ts';
import { ownSample, type OwnValues } from './ownSample.ts';

const loneName = /@(train|test|own)\[\d+\]$/;

/** The tensor of the batch of which this is a sample's. */
export const batchName = (tensor: string): string => tensor.replace(loneName, '');

export class ChosenSample {
  /** Row of the batch. */
  readonly row = signal(0);
  /** null: the one of the batch. */
  readonly alone = signal<LoneSample | null>(null);
  /** The sample of one's own, shown or not; null: none was made. */
  readonly own = signal<OwnSample | null>(null);
  /** What the newest watches may name: the own sample, and the one that it was a moment ago. */
  private recent: readonly OwnSample[] = [];

  chooseRow(row: number): void {
    batch(() => {
      this.row.value = row;
      this.alone.value = null;
    });
  }

  chooseAlone(sample: LoneSample): void {
    this.alone.value = sample;
  }

  backToBatch(): void {
    this.alone.value = null;
  }

  /** Makes the own sample another; it is shown where it was, and where it is the first. */
  editOwn(values: OwnValues): void {
    const isShown = this.own.peek() === null || this.alone.peek()?.part === 'own';
    const own = ownSample(values);
    batch(() => {
      this.own.value = own;
      this.recent = [own, ...this.recent].slice(0, 2);
      if (isShown) this.alone.value = own;
    });
  }

  showOwn(): void {
    this.alone.value = this.own.peek();
  }

  /** To be told to the engine with the watches that name them. */
  get owns(): readonly OwnSample[] {
    return this.alone.peek()?.part === 'own' ? this.recent : [];
  }

  /** Another network has come: what is no sample of it goes. */
  keepFor({ data }: NetworkDescription): void {
    const [alone, own] = [this.alone.peek(), this.own.peek()];
    const fits = own?.x.length === data.sampleShape.reduce((a, b) => a * b, 1);
    const isThere = alone && (alone.part === 'own' ? fits : alone.row < data[`${alone.part}Rows`]);
    batch(() => {
      if (!fits) this.own.value = null;
      if (!isThere) this.alone.value = null;
    });
  }

  isAlone({ part, row }: LoneSample): boolean {
    const chosen = this.alone.value;
    return chosen?.part === part && chosen.row === row;
  }

  isRow(row: number): boolean {
    return this.alone.value === null && this.row.value === row;
  }

  /** Where it stands among the rows of `tensor(…)`. */
  get place(): number {
    return this.alone.value ? 0 : this.row.value;
  }

  /** The name of what flows: the batch's, or of the sample alone. */
  tensor(name: string): string {
    const of = this.alone.value;
    return of ? `${name}@${of.part}[${of.row}]` : name;
  }

  /** The same with its shape: along the batch, a sample alone is one row. */
  reference<Reference extends TensorReference>(of: Reference): Reference {
    if (!this.alone.value) return of;
    const along = of.axes ? of.axes.indexOf('batch') : 0;
    const shape = of.shape.map((length, axis) => (axis === along ? 1 : length));
    return { ...of, name: this.tensor(of.name), shape };
  }
}
