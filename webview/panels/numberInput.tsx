// A small field for a whole number from 0 on.

interface NumberInputProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function NumberInput({ label, value, onChange }: NumberInputProps) {
  return (
    <input
      type="number"
      class="whole"
      min={0}
      step={1}
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => {
        const given = event.currentTarget.valueAsNumber;
        if (Number.isInteger(given) && given >= 0) onChange(given);
      }}
    />
  );
}
