// Who looks on while a run advances, and may end the advance: asked inside the innermost loop, and only at its places.

export interface Onlooker {
  /** For each place in the iteration (before its instruction of that number), whether it is asked there: 1 or 0. */
  readonly places: Uint8Array;
  /** The run has come to a place; true: it is to stand there. */
  ask(place: number): boolean;
}
