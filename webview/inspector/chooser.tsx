// Chooses among a few tensors; nothing where there is only one.

/** More of them are a list to open. */
const mostSegments = 3;

interface ChooserProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

export function Chooser({ label, names, chosen, onChoose }: ChooserProps) {
  if (names.length < 2) return null;
  if (names.length > mostSegments)
    return (
      <select
        class="chooser"
        aria-label={label}
        value={chosen}
        onChange={(event) => onChoose(Number(event.currentTarget.value))}
      >
        {names.map((name, i) => (
          <option key={name} value={i}>
            {name}
          </option>
        ))}
      </select>
    );
  return (
    <div class="segment small" role="radiogroup" aria-label={label}>
      {names.map((name, i) => (
        <label key={name} class={i === chosen ? 'on' : ''}>
          <input type="radio" name={label} checked={i === chosen} onChange={() => onChoose(i)} />
          {name}
        </label>
      ))}
    </div>
  );
}
