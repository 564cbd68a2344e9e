// Chooses one of so many, by number: with its label, and buttons for the one before and after.
import { Icon } from './icon.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  /** 0 … count − 1. */
  readonly count: number;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, value, count, onChange }: NumberFieldProps) {
  const go = (to: number): void => onChange(Math.max(0, Math.min(count - 1, Math.floor(to) || 0)));
  return (
    <span class="number-field">
      <label>
        {label}{' '}
        <input
          type="number"
          min={0}
          max={count - 1}
          value={value}
          onChange={(event) => go(Number(event.currentTarget.value))}
        />
      </label>
      <button
        type="button"
        class="icon-button"
        aria-label={`${label} −1`}
        disabled={value === 0}
        onClick={() => go(value - 1)}
      >
        <Icon name="chevron-left" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`${label} +1`}
        disabled={value >= count - 1}
        onClick={() => go(value + 1)}
      >
        <Icon name="chevron-right" />
      </button>
    </span>
  );
}
