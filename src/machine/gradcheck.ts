// Are the gradients right? The first batch is run once more by the reference kernels in float64. Their gradients must be
// what central differences of the loss say, and those of the real kernels must be theirs.
import { referenceKernels } from '../core/kernels/reference/referenceKernels.ts';
import { widened, type WideMemory } from '../core/kernels/reference/views.ts';
import type { Shape } from '../core/shape.ts';
import { sizeOf } from '../core/shape.ts';
import { floats, type Memory, type Tensor } from '../core/tensor.ts';
import { gradName, outputName, trainedParameters } from '../model/draft.ts';
import type { Phase, PreparedCall } from '../model/program.ts';
import { derivative, type Loss } from './centralDifference.ts';
import { executeCalls } from './execute.ts';
import type { Machine } from './machine.ts';

/** Of the largest number of a parameter's gradient. */
export const numericTolerance = 1e-6;
export const kernelTolerance = 1e-4;
/** Roundings to float32 that may add up, in units of the last place of a layer's largest gradient. */
const kernelRoundings = 64;
/** What differences of the loss can't tell from 0, of the network's largest gradient. */
const unmeasurable = 1e-10;
/** How many times as far from the float64 gradient the real kernels may be as the reference in float32. */
const roundingMargin = 8;

export interface ParameterCheck {
  readonly name: string;
  readonly shape: Shape;
  readonly elements: number;
  /** Elements whose derivative was measured. */
  readonly checked: number;
  /** Elements that were left out because the loss has a kink there, as ReLU's at 0. */
  readonly kinks: number;
  /**
   * Worst difference of the float64 gradient from the measured one, over the largest of the gradient. From one above the
   * tolerance is taken off what rounding of the loss may account for.
   */
  readonly numericError: number;
  /** The same of the real kernels' gradient from the float64 one, and of rounding to float32. */
  readonly kernelError: number;
  readonly ok: boolean;
}

export interface GradientCheck {
  readonly rows: number;
  readonly loss: number;
  readonly parameters: readonly ParameterCheck[];
  readonly ok: boolean;
}

export interface CheckOptions {
  /** How many elements of a parameter are measured, at the most. */
  readonly elements: (parameters: number, measureLoss: () => void) => number;
}

/** `machine` stands at its start; it is taken to the end of the first backward pass. */
export function checkGradients(machine: Machine, { elements }: CheckOptions): GradientCheck {
  const { instructions, variants } = machine.program;
  const backwardEnd = instructions.findIndex(({ phase }) => phase === 'update');
  machine.advanceTo(machine.tick + (backwardEnd < 0 ? instructions.length : backwardEnd));
  const { calls } = machine.network.batches === 1 ? variants[variants.length - 1] : variants[0];
  const of = (...phases: Phase[]) => calls.filter((_, i) => phases.includes(instructions[i].phase)).flat();
  const [forward, backward] = [of('forward', 'loss'), of('backward')];
  const parameters = trainedParameters(machine.network).map(({ layer, fullName }) => ({
    layer: layer.index,
    parameter: machine.program.tensors.get(fullName)!.tensor,
    grad: machine.program.tensors.get(gradName(fullName))!.tensor,
  }));

  // Over the real kernels' own outputs, for numbers so near a kink that rounding takes them over it.
  let overOwnOutputs: WideMemory | null = null;
  const gradientOverOwnOutputs = (grad: Tensor) => {
    overOwnOutputs ??= execute(
      widened(machine.memory, () => undefined),
      backward,
    );
    return doublesOf(overOwnOutputs, grad);
  };
  // By the reference kernels in float32: how far rounding alone takes a layer's gradients from the float64 ones.
  let rounded: Memory | null = null;
  const roundingOf = (layer: number): number => {
    rounded ??= execute({ buffer: machine.memory.buffer.slice(0), grow: () => -1 }, [...forward, ...backward]);
    const memory = rounded;
    const departures = parameters.map((one, i) =>
      one.layer === layer ? furthest(floats(memory, one.grad), gradients[i]) : 0,
    );
    // Sums that cancel may do so exactly there, and elsewhere but for the last place of what they add up.
    const summed = machine.program.tensors.get(gradName(outputName(machine.network.layers[layer])))!.tensor;
    return Math.max(
      roundingMargin * Math.max(...departures),
      kernelRoundings * 2 ** -23 * largest(doublesOf(probe.memory, summed)),
    );
  };
  const probe = createProbe(machine, forward);
  const loss = probe.lossAt(null);
  execute(probe.memory, backward);
  const gradients = parameters.map(({ grad }) => doublesOf(probe.memory, grad).slice());
  const most = Math.max(
    1,
    elements(parameters.length, () => probe.lossAt(null)),
  );
  const floor = unmeasurable * Math.max(...gradients.map(largest));
  const checks = parameters.map(({ layer, parameter, grad }, i) => {
    const own = floats(machine.memory, grad);
    // A gradient that is 0 by right, as of a bias before batch normalisation, is what rounding of its layer's leaves.
    const ofLayer = gradients.filter((_, other) => parameters[other].layer === layer).map(largest);
    const noise = kernelRoundings * 2 ** -23 * Math.max(...ofLayer);
    let kernelError = errorOf(own, gradients[i], kernelTolerance, noise);
    if (!(kernelError <= kernelTolerance))
      kernelError = Math.min(kernelError, errorOf(own, gradientOverOwnOutputs(grad), kernelTolerance, noise));
    if (!(kernelError <= kernelTolerance))
      kernelError = Math.min(
        kernelError,
        errorOf(own, gradients[i], kernelTolerance, Math.max(noise, roundingOf(layer))),
      );
    const measured = measure(probe, parameter, gradients[i], loss, most, floor);
    return {
      name: parameter.name,
      shape: parameter.shape,
      elements: sizeOf(parameter.shape),
      ...measured,
      kernelError,
      ok: measured.numericError <= numericTolerance && kernelError <= kernelTolerance,
    };
  });
  return { rows: machine.rows, loss: loss.value, parameters: checks, ok: checks.every(({ ok }) => ok) };
}

interface Probe {
  readonly memory: WideMemory;
  /** The loss with element `index` of the memory moved to `value`, and put back; null: as it is. */
  lossAt(moved: { readonly index: number; readonly value: number } | null): Loss;
}

function createProbe(machine: Machine, forward: readonly PreparedCall[]): Probe {
  let sides = 0;
  const memory = widened(machine.memory, (side) => (sides = Math.imul(sides ^ side, 16777619)));
  const loss = machine.program.tensors.get('loss')!.tensor.offset / 4;
  return {
    memory,
    lossAt(moved) {
      const before = moved ? memory.doubles[moved.index] : 0;
      if (moved) memory.doubles[moved.index] = moved.value;
      sides = 0;
      execute(memory, forward);
      if (moved) memory.doubles[moved.index] = before;
      return { value: memory.doubles[loss], sides };
    },
  };
}

function execute<Kind extends Memory>(memory: Kind, calls: readonly PreparedCall[]): Kind {
  executeCalls(referenceKernels(memory), calls);
  return memory;
}

/** Some elements of a parameter, evenly spread, and the one of the largest gradient. Errors up to `floor` don't count. */
function measure(probe: Probe, parameter: Tensor, gradient: Float64Array, loss: Loss, most: number, floor: number) {
  const scale = largest(gradient);
  const start = parameter.offset / 4;
  const count = Math.min(most, gradient.length);
  const chosen = new Set(Array.from({ length: count }, (_, i) => Math.floor((i * gradient.length) / count)));
  if (count > 0) chosen.add(gradient.findIndex((value) => Math.abs(value) === scale));
  chosen.delete(-1);
  let kinks = 0;
  let numericError = 0;
  for (const element of chosen) {
    const index = start + element;
    const at = probe.memory.doubles[index];
    const found = derivative((offset) => probe.lossAt({ index, value: at + offset }), at, loss);
    if (!found) {
      kinks++;
      continue;
    }
    const distance = Math.abs(found.value - gradient[element]);
    const error = relative(distance, scale, numericTolerance, Math.max(found.noise, floor));
    if (!(error <= numericError)) numericError = error;
  }
  return { checked: chosen.size - kinks, kinks, numericError };
}

function doublesOf({ doubles }: WideMemory, { offset, shape }: Tensor): Float64Array {
  return doubles.subarray(offset / 4, offset / 4 + sizeOf(shape));
}

/** max|a − b| ÷ max|b|; NaN where either has one. */
function errorOf(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number, noise: number): number {
  return relative(furthest(a, b), largest(b), tolerance, noise);
}

/** max|a − b|; NaN where either has one. */
function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < b.length; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]));
  return worst;
}

/** A distance over `scale`; one above the tolerance less the noise. */
function relative(distance: number, scale: number, tolerance: number, noise: number): number {
  if (distance <= tolerance * scale) return distance === 0 ? 0 : distance / scale;
  return distance <= noise ? 0 : (distance - noise) / scale;
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
