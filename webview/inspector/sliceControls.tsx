// Chooses which two axes of a tensor are shown and where on the others. Nothing where it is a matrix as it is.
import { useStrings } from '../context.ts';
import { format } from '../format.ts';
import type { TensorReference } from '../graph/tensors.ts';
import { NumberField } from '../numberField.tsx';
import { axisName, otherAxes, withAxis, type ShownSlice } from './slices.ts';

interface SliceControlsProps {
  readonly tensor: TensorReference;
  readonly slice: ShownSlice;
  readonly onChange: (slice: ShownSlice) => void;
}

export function SliceControls({ tensor, slice, onChange }: SliceControlsProps) {
  const strings = useStrings();
  const { shape, axes } = tensor;
  if (shape.length < 3) return null;
  const nameOf = (axis: number): string => axisName(axes, axis, (number) => format(strings.axis, number));
  const choice = (place: 0 | 1, label: string) => (
    <label>
      {label}{' '}
      <select
        value={slice.axes[place]}
        onChange={(event) => onChange(withAxis(slice, place, Number(event.currentTarget.value)))}
      >
        {shape.map((length, axis) => (
          <option key={axis} value={axis}>
            {nameOf(axis)} · {length}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="slice">
      {choice(0, strings.rows)}
      {choice(1, strings.columns)}
      {otherAxes(slice).map((axis) => (
        <NumberField
          key={axis}
          label={nameOf(axis)}
          value={slice.at[axis]}
          count={shape[axis]}
          onChange={(index) => onChange({ ...slice, at: slice.at.map((old, i) => (i === axis ? index : old)) })}
        />
      ))}
    </div>
  );
}
