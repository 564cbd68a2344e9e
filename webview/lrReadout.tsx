// The learning rate among the readouts: a click makes it a field, Enter changes it for this run from here on.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useStore, useStrings } from './context.ts';

interface LrReadoutProps {
  readonly value: number;
  /** As it is shown. */
  readonly text: string;
}

export function LrReadout({ value, text }: LrReadoutProps) {
  const store = useStore();
  const strings = useStrings();
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const isTyping = typed !== null;
  // Before anything can be typed past it.
  useLayoutEffect(() => field.current?.select(), [isTyping]);
  const leave = (): void => {
    setTyped(null);
    setProblem(null);
  };
  const apply = async (): Promise<void> => {
    if (typed === null || typed.trim() === '' || Number(typed) === value) return leave();
    const mistake = await store.host.setCell('lr', [], typed);
    if (mistake !== null) return setProblem(mistake);
    leave();
  };
  if (typed === null) {
    return (
      <button
        type="button"
        class="lr"
        title={strings.lrEdit}
        onClick={() => setTyped(String(Number(value.toPrecision(6))))}
      >
        {text}
      </button>
    );
  }
  return (
    <input
      ref={field}
      class="lr"
      type="text"
      inputMode="decimal"
      aria-label={strings.lrEdit}
      aria-invalid={problem !== null}
      title={problem ?? strings.lrEdit}
      value={typed}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') leave();
        if (event.key === 'Enter') void apply();
      }}
    />
  );
}
