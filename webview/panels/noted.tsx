// A picture with words over it where there is nothing to be seen in it.
import type { ComponentChildren } from 'preact';

interface NotedProps {
  /** null: the picture speaks for itself. */
  readonly note: string | null;
  readonly children: ComponentChildren;
}

export function Noted({ note, children }: NotedProps) {
  return (
    <div class="noted">
      {children}
      {note === null ? null : <p role="status">{note}</p>}
    </div>
  );
}

/** Whether there are values and not one of them is a number. */
export function isBroken(values: Float32Array | undefined): boolean {
  return values !== undefined && values.length > 0 && !values.some(Number.isFinite);
}
