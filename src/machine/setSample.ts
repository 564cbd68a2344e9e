// A sample of the data set that is looked at by itself, and how its tensors are called: `relu1.output@test[12]`.

export interface SetSample {
  readonly part: 'train' | 'test';
  readonly row: number;
}

/** Null for a tensor of the run itself. */
export function readSetName(name: string): { readonly tensor: string; readonly sample: SetSample } | null {
  if (!name.endsWith(']')) return null;
  const [, tensor, part, row] = /^(.+)@(train|test)\[(\d+)\]$/.exec(name) ?? [];
  return tensor === undefined ? null : { tensor, sample: { part: part as SetSample['part'], row: Number(row) } };
}
