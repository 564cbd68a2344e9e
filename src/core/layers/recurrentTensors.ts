// Layers of recurrent cells in memory: what each is called, where each step's numbers stand. Time comes first, so that a
// step's numbers lie together.
import type { Call } from '../operation.ts';
import type { Tensor } from '../tensor.ts';
import type { Text } from '../text.ts';
import type { Quantity, WorkedStep } from '../worked.ts';
import type { LayerBuild } from './layer.ts';

/** What a cell's own record needs to tell its steps. */
export interface WorkedCell {
  /** From input and from hidden state before the gate's activation: gate k. */
  readonly parts: (gate: number, symbol: string) => readonly Quantity[];
  /** A gate as it is kept, with what its parts give. */
  readonly gate: (gate: number, symbol: string, total: number) => Quantity;
  readonly cellBefore: Quantity;
  readonly cell: (total: number) => Quantity;
  readonly hiddenBefore: Quantity;
  readonly hidden: (total: number) => Quantity;
}

/** The options that all three have. */
export interface RecurrentOptions {
  readonly hidden_size: number;
  readonly num_layers: number;
  readonly bias: boolean;
  readonly bidirectional: boolean;
  readonly dropout: number;
}

/** Where one step of one direction stands in memory (byte offsets; 0: there is none, its state is zeros). */
export interface StepPlaces {
  readonly rows: number;
  readonly size: number;
  /** Elements from one row of h to the next. */
  readonly stride: number;
  readonly fromInput: number;
  readonly fromHidden: number;
  readonly gates: number;
  readonly c: number;
  readonly cBefore: number;
  readonly h: number;
  readonly hBefore: number;
}

/** The same on the way back. */
export interface StepGradPlaces extends StepPlaces {
  readonly h_grad: number;
  /** From the step after; 0 in the last. */
  readonly next: number;
  /** Where the gradient of the step before goes on. */
  readonly state: number;
  readonly cell: number;
  readonly fromInput_grad: number;
  readonly fromHidden_grad: number;
}

/** What distinguishes the three. */
export interface Cell<Options> {
  readonly gates: number;
  /** Whether the scratch tensor `gates` holds the activated gates. */
  readonly keepsGates: boolean;
  /** What each gate is called, in order. */
  readonly gateNames: readonly Text[];
  readonly hasCell: boolean;
  /** The parts from input and hidden state have gradients of their own (GRU), and h goes past the gates too. */
  readonly splitsGradient: boolean;
  readonly formula: string;
  /** Its steps, spelled out. */
  worked(options: Options, cell: WorkedCell): readonly WorkedStep[];
  step(options: Options, places: StepPlaces): Call;
  stepBackward(options: Options, places: StepGradPlaces): Call;
}

/** One direction of one of the layers, and its tensors. */
export interface Direction {
  /** `_l0`, `_l0_reverse`: the end of its parameters' names. */
  readonly suffix: string;
  readonly level: number;
  readonly reverse: boolean;
  readonly inputSize: number;
}

export function directionsOf(options: RecurrentOptions, features: number): Direction[] {
  const senses = options.bidirectional ? [false, true] : [false];
  return Array.from({ length: options.num_layers }, (_, level) =>
    senses.map((reverse) => ({
      suffix: `_l${level}${reverse ? '_reverse' : ''}`,
      level,
      reverse,
      inputSize: level === 0 ? features : options.hidden_size * senses.length,
    })),
  ).flat();
}

/** Tensors between forward and backward, time first. */
export function tensorsOf<Options extends RecurrentOptions>(
  { inputs: [x], options, scratch, mode }: LayerBuild<Options>,
  cell: Cell<Options>,
) {
  const [rows, length, features] = x.shape;
  const { hidden_size: size } = options;
  const senses = options.bidirectional ? 2 : 1;
  const width = cell.gates * size;
  /** Of a whole layer: both directions side by side. */
  const hidden = (level: number) => scratch(`hidden_l${level}`, [length, rows, senses * size]);
  const drops = options.dropout > 0 && mode === 'train';
  /** What goes on from a layer to the next, and by which mask; null: all of it. */
  const dropped = (level: number) =>
    drops && level < options.num_layers - 1
      ? { mask: scratch(`mask_l${level}`, hidden(level).shape), kept: scratch(`kept_l${level}`, hidden(level).shape) }
      : null;
  const sequence = scratch('sequence', [length, rows, features]);
  return {
    ...{ rows, length, features, size, senses, width },
    ...{ sequence, hidden, dropped },
    /** What a layer reads. */
    below: ({ level }: Direction) => (level === 0 ? sequence : (dropped(level - 1)?.kept ?? hidden(level - 1))),
    fromInput: ({ suffix }: Direction) => scratch(`from_input${suffix}`, [length, rows, width]),
    fromHidden: ({ suffix }: Direction) => scratch(`from_hidden${suffix}`, [length, rows, width]),
    gates: ({ suffix }: Direction) => (cell.keepsGates ? scratch(`gates${suffix}`, [length, rows, width]) : null),
    c: ({ suffix }: Direction) => (cell.hasCell ? scratch(`cell${suffix}`, [length, rows, size]) : null),
  };
}

export type RecurrentTensors = ReturnType<typeof tensorsOf>;

/** Index of the time at which a direction takes its step, and of the step before (−1: none). */
export function timesOf({ reverse }: Direction, step: number, length: number) {
  if (!reverse) return { time: step, before: step - 1 };
  return { time: length - 1 - step, before: step === 0 ? -1 : length - step };
}

export function placesOf(tensors: RecurrentTensors, direction: Direction, step: number): StepPlaces {
  const { rows, size, senses, width, length } = tensors;
  const { time, before } = timesOf(direction, step, length);
  const at = (tensor: Tensor | null, t: number, columns: number) =>
    tensor && t >= 0 ? tensor.offset + 4 * t * rows * columns : 0;
  const hidden = tensors.hidden(direction.level);
  const own = direction.reverse ? 4 * size : 0;
  return {
    ...{ rows, size, stride: senses * size },
    fromInput: at(tensors.fromInput(direction), time, width),
    fromHidden: at(tensors.fromHidden(direction), time, width),
    gates: at(tensors.gates(direction), time, width),
    c: at(tensors.c(direction), time, size),
    cBefore: at(tensors.c(direction), before, size),
    h: at(hidden, time, senses * size) + own,
    hBefore: before < 0 ? 0 : at(hidden, before, senses * size) + own,
  };
}

/** `step 3`, and of which layer and direction where there are several. */
export function stepName(options: RecurrentOptions, { level, reverse }: Direction, what: string): string {
  const layer = options.num_layers > 1 ? `layer ${level + 1} ` : '';
  return `${layer}${reverse ? 'reverse ' : ''}${what}`;
}
