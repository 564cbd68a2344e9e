// How panels that stand side by side divide their row.

/** Parts of the row's width by panel, as the user left them; a panel without one has its usual part. */
export type Shares = Readonly<Record<string, number>>;

interface Sharing {
  readonly id: string;
  readonly share: number;
}

export const shareOf = ({ id, share }: Sharing, shares: Shares): number => shares[id] ?? share;

/** The width of each in a row of so many pixels. */
export function widthsOf(panels: readonly Sharing[], shares: Shares, row: number): readonly number[] {
  const all = panels.reduce((sum, panel) => sum + shareOf(panel, shares), 0);
  return panels.map((panel) => (row * shareOf(panel, shares)) / all);
}

/** After the bar before panel `i` was moved so that it is `width` wide: only its neighbour gives or takes. */
export function moveBar(panels: readonly Sharing[], shares: Shares, row: number, i: number, width: number): Shares {
  const widths = widthsOf(panels, shares, row);
  const [before, after] = [panels[i - 1], panels[i]];
  const both = widths[i - 1] + widths[i];
  const least = Math.min(both / 2, 160);
  const wanted = Math.max(least, Math.min(both - least, width));
  const parts = shareOf(before, shares) + shareOf(after, shares);
  const next = (parts * wanted) / both;
  return { ...shares, [before.id]: parts - next, [after.id]: next };
}
