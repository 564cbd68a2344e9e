// Changes made to a run by hand: a cell of a tensor, the learning rate. They are a part of its history: each belongs to
// a tick and is made again whenever the run comes there, so that going back before it and forward again gives the same
// bits, and without it the run is the one that the file makes.
import { Figures } from '../core/figures.ts';
import { sizeOf } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import { type Text, text } from '../core/text.ts';
import { scalarsName } from '../model/draft.ts';
import { type LossRecord, lossRecord } from './lossRecord.ts';

/** What a hand may change. */
export type Change =
  | { readonly kind: 'value'; readonly tensor: string; readonly index: number; readonly value: number }
  | { readonly kind: 'lr'; readonly value: number };

/** A change at a moment; of the learning rate also what it would have been, which a scheduler goes on to scale. */
export type Edit =
  | (Extract<Change, { kind: 'value' }> & { readonly tick: number })
  | (Extract<Change, { kind: 'lr' }> & { readonly tick: number; readonly scheduled: number });

/** Where a run left its former future. */
export interface Branch {
  readonly edit: Edit;
  /** The edits before, those of the former future among them. */
  readonly former: readonly Edit[];
  /** The furthest tick of the former future. */
  readonly furthest: number;
  /** First iteration of `losses`, the former future's: for comparison. */
  readonly from: number;
  readonly losses: LossRecord;
}

export class Edits {
  private edits: readonly Edit[];
  private readonly stack: Branch[];
  private readonly figures = new Figures(NaN);

  /** @param edits of a run that is made again, in the order in which they were made */
  constructor(edits: readonly Edit[] = []) {
    this.edits = edits;
    this.stack = edits.map((edit, i) => ({
      edit,
      former: edits.slice(0, i),
      furthest: edit.tick,
      from: 0,
      losses: lossRecord(),
    }));
  }

  /** In the order of their ticks. */
  get all(): readonly Edit[] {
    return this.edits;
  }

  /** The last one is the newest. */
  get branches(): readonly Branch[] {
    return this.stack;
  }

  /** Tick of the first edit after this one; ∞ for none. */
  nextAfter(tick: number): number {
    for (let i = 0; i < this.edits.length; i++) if (this.edits[i].tick > tick) return this.edits[i].tick;
    return Infinity;
  }

  /** The learning rate at a tick, given the one that file and scheduler say. */
  lrAt(tick: number, scheduled: number): number {
    let lr = scheduled;
    if (this.edits.length === 0) return lr;
    for (const edit of this.edits) {
      if (edit.tick > tick || edit.kind !== 'lr') continue;
      lr =
        scheduled === edit.scheduled || edit.scheduled === 0 ? edit.value : scheduled * (edit.value / edit.scheduled);
    }
    return lr;
  }

  /** The same object each time, so that a step makes no garbage. */
  figuresAt(tick: number, scheduled: Readonly<Figures>): Readonly<Figures> {
    if (this.edits.length === 0) return scheduled;
    this.figures.lr = this.lrAt(tick, scheduled.lr);
    this.figures.momentum = scheduled.momentum;
    return this.figures;
  }

  /** Forgets the edits of the future that is left. */
  begin(branch: Omit<Branch, 'former'>): void {
    this.stack.push({ ...branch, former: this.edits });
    this.edits = [...this.edits.filter(({ tick }) => tick <= branch.edit.tick), branch.edit];
  }

  /** Takes the newest branch back; null where there is none. */
  undo(): Branch | null {
    const branch = this.stack.pop();
    if (branch) this.edits = branch.former;
    return branch ?? null;
  }
}

/** Why a change can't be made now, or null. `tensorNow`: a tensor that has a value at this moment. */
export function checkChange(change: Change, tensorNow: (name: string) => Tensor | null): Text | null {
  if (change.kind === 'lr')
    return change.value >= 0 && change.value < Infinity ? null : text('A learning rate is a number from 0 on.');
  const tensor = tensorNow(change.tensor);
  if (tensor?.dtype !== 'float32' || change.tensor === 'loss' || change.tensor === scalarsName)
    return text('{0} can’t be changed.', change.tensor);
  const size = sizeOf(tensor.shape);
  if (Number.isInteger(change.index) && change.index >= 0 && change.index < size) return null;
  return text('{0} has {1} elements, and none of index {2}.', change.tensor, size, change.index);
}
