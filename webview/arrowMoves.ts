// What the arrow keys mean wherever they walk over a plane: columns to the right, rows down.

const moves: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** null: no arrow key. */
export const arrowMove = (key: string): readonly [across: number, down: number] | null => moves[key] ?? null;
