// Who looks on while a run advances, and may end the advance: asked inside the innermost loop, and only at its places.
import type { Program } from '../model/program.ts';

export interface Onlooker {
  readonly places: Places;
  /** Whether it may ask for a parameter's last change, which else is made only where somebody will look. */
  readonly seesUpdates: boolean;
  /** The run has come to a place; true: it is to stand there. */
  ask(place: number): boolean;
  /** Asked while an operation takes long: whether it is to be given up, and the run to stand before it. */
  readonly givesUp: () => boolean;
}

/** Places in an iteration: each is before the instruction of its number. */
export interface Places {
  /** For each, 1 where it is one of them; the iteration's end, which is the next one's start, too. */
  readonly has: Uint8Array;
  /** For each, the next of them after it; the iteration's end where there is none. */
  readonly next: Int32Array;
}

/** @param length instructions of an iteration */
export function placesWhere(length: number, isPlace: (place: number) => boolean): Places {
  const has = Uint8Array.from({ length: length + 1 }, (_, place) => Number(isPlace(place % length)));
  const next = new Int32Array(length).fill(length);
  for (let place = length - 2; place >= 0; place--) next[place] = has[place + 1] ? place + 1 : next[place + 1];
  return { has, next };
}

/** One who asks for nothing on the way, but may make it give up a long operation. */
export function passer({ instructions }: Pick<Program, 'instructions'>, givesUp: () => boolean): Onlooker {
  return { places: placesWhere(instructions.length, () => false), seesUpdates: true, ask: () => false, givesUp };
}
