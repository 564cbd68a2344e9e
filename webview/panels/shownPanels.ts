// Which of the panels that are switched on have room.

interface Sized {
  readonly id: string;
  /** Pixels below which it gives way. */
  readonly least: number;
}

/** Those switched on last that have room together, at least one, in the table's order. */
export function shownPanels<P extends Sized>(table: readonly P[], on: readonly string[], width: number): readonly P[] {
  const chosen = new Set<string>();
  let left = width;
  for (const id of [...on].reverse()) {
    const panel = table.find((each) => each.id === id);
    if (!panel || (chosen.size > 0 && panel.least > left)) continue;
    chosen.add(id);
    left -= panel.least;
  }
  return table.filter(({ id }) => chosen.has(id));
}
