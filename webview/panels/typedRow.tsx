// All numbers of a sample as one row of text, to be typed or pasted: separated by commas, blanks or line ends.
import { useState } from 'preact/hooks';
import { useStrings } from '../context.ts';
import { format } from '../format.ts';

interface TypedRowProps {
  /** How many numbers a sample has. */
  readonly count: number;
  readonly onChange: (x: readonly number[]) => void;
}

export function TypedRow({ count, onChange }: TypedRowProps) {
  const strings = useStrings();
  const [problem, setProblem] = useState<string | null>(null);
  const take = (text: string): void => {
    if (text.trim() === '') return setProblem(null);
    const numbers = readRow(text);
    if (numbers.length !== count) return setProblem(format(strings.rowNeeds, count, numbers.length));
    const wrong = numbers.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) return setProblem(format(strings.rowNumber, wrong + 1));
    setProblem(null);
    onChange(numbers.map(Math.fround));
  };
  return (
    <label class="typed-row">
      <span>{strings.typedRow}</span>
      <input
        type="text"
        placeholder={format(strings.typedRowHint, count)}
        aria-invalid={problem !== null}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') take(event.currentTarget.value);
        }}
        onInput={(event) => {
          // What was pasted is taken at once.
          if (readRow(event.currentTarget.value).length === count) take(event.currentTarget.value);
        }}
        onChange={(event) => take(event.currentTarget.value)}
      />
      {problem === null ? null : (
        <span class="not-finite" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}

const readRow = (text: string): number[] =>
  text
    .split(/[\s,;[\]]+/)
    .filter((part) => part !== '')
    .map(Number);
