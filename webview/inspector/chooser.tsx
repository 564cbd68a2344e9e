// Chooses among a few tensors; nothing where there is only one.

/** More of them are a list to open. */
const mostSegments = 3;

interface ChooserProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  /** Pixels that its segments may take, where that is little. */
  readonly room?: number;
}

/** What a row of segments takes, a little more than less. */
const widthOf = (names: readonly string[]): number => names.reduce((sum, name) => sum + 16 + 6.4 * name.length, 2);

export function Chooser({ label, names, chosen, onChoose, room = Infinity }: ChooserProps) {
  if (names.length < 2) return null;
  if (names.length > mostSegments || widthOf(names) > room)
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
