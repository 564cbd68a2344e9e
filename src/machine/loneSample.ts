// A sample that is looked at by itself, and how its tensors are called: `relu1.output@test[12]` for a row of the data set,
// `relu1.output@own[73]` for one of the viewer's own.

export interface LoneSample {
  readonly part: 'train' | 'test' | 'own';
  /** Of one's own: its number. */
  readonly row: number;
}

export interface OwnSample extends LoneSample {
  readonly part: 'own';
  /** Flat, as the network sees it. */
  readonly x: readonly number[];
  /** Flat; null: there is none, and so no loss. */
  readonly target: readonly number[] | null;
}

/** Null for a tensor of the run itself. */
export function readLoneName(name: string): { readonly tensor: string; readonly sample: LoneSample } | null {
  if (!name.endsWith(']')) return null;
  const [, tensor, part, row] = /^(.+)@(train|test|own)\[(\d+)\]$/.exec(name) ?? [];
  return tensor === undefined ? null : { tensor, sample: { part: part as LoneSample['part'], row: Number(row) } };
}
