// The number of a table's row that is a sample, with the button that chooses it; arrow keys go from one to the next.
interface SampleRadioProps {
  /** All buttons of a table have the same. */
  readonly group: string;
  readonly row: number;
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

export function SampleRadio({ group, row, label, isChosen, onChoose }: SampleRadioProps) {
  return (
    <label class="sample-radio">
      <input type="radio" name={group} aria-label={label} checked={isChosen} onChange={onChoose} />
      {row}
    </label>
  );
}
