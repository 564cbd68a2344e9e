// A tensor with all that can be done with it: its heat map, and copies of it, whole or of the slice that is shown.
import { useState } from 'preact/hooks';
import type { TensorReference } from '../graph/tensors.ts';
import type { Companion } from './cellReadout.tsx';
import { firstSlice, within } from './slices.ts';
import { TensorActions } from './tensorActions.tsx';
import { TensorMap } from './tensorMap.tsx';

interface TensorSectionProps {
  readonly tensor: TensorReference;
  /** What a cell is called. */
  readonly symbol: string;
  readonly companions?: readonly Companion[];
  readonly width: number;
  readonly tallest?: number;
  /** Its cells can be changed by hand. */
  readonly editable?: boolean;
}

/** Give it the tensor's name as key: another tensor has its own slice and zoom. */
export function TensorSection({ tensor, tallest = 220, ...rest }: TensorSectionProps) {
  const [chosen, setSlice] = useState(() => firstSlice(tensor.shape));
  const slice = within(chosen, tensor.shape);
  return (
    <>
      <TensorMap tensor={tensor} tallest={tallest} slice={slice} onSlice={setSlice} {...rest} />
      <TensorActions tensor={tensor} slice={slice} />
    </>
  );
}
