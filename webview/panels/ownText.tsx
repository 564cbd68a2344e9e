// A sample of one's own whose numbers are characters, as text.
import { useState } from 'preact/hooks';
import { useStrings } from '../context.ts';
import { format } from '../format.ts';

interface OwnTextProps {
  /** What each number stands for. */
  readonly symbols: readonly string[];
  readonly x: readonly number[];
  readonly onChange: (x: readonly number[]) => void;
}

export function OwnText({ symbols, x, onChange }: OwnTextProps) {
  const strings = useStrings();
  const [unknown, setUnknown] = useState<string | null>(null);
  const take = (typed: string): void => {
    const characters = Array.from(typed);
    const stranger = characters.find((character) => !symbols.includes(character));
    setUnknown(stranger ?? null);
    if (stranger !== undefined || characters.length === 0) return;
    const numbers = characters.map((character) => symbols.indexOf(character));
    onChange([...x, ...numbers].slice(-x.length));
  };
  return (
    <label class="typed-row own-text">
      <span>{strings.ownText}</span>
      <textarea
        rows={2}
        spellcheck={false}
        title={format(strings.ownTextHint, x.length)}
        aria-invalid={unknown !== null}
        value={x.map((number) => symbols[number] ?? '?').join('')}
        onKeyDown={(event) => event.stopPropagation()}
        onChange={(event) => take(event.currentTarget.value)}
      />
      {unknown === null ? null : (
        <span class="not-finite" role="alert">
          {format(strings.notInVocabulary, `“${unknown}”`)}
        </span>
      )}
    </label>
  );
}
