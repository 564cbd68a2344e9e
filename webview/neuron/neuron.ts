// One unit of a layer that weighs all its inputs, taken apart: which tensors its numbers are in, and the sum's terms.
// Whether a layer is of that kind is told by its shapes, not by its type.
import type { LayerDescription, NetworkDescription, ParameterDescription } from '../../src/protocol/description.ts';
import type { Moment } from '../moment.ts';

/** A layer whose output is `x·Wᵀ + b`, row by row. */
export interface WeighedLayer {
  readonly layer: LayerDescription;
  /** out × in. */
  readonly weight: ParameterDescription;
  readonly bias: ParameterDescription | null;
  readonly inputs: number;
  readonly units: number;
  /** The activation that alone takes what comes out, null where there is none. */
  readonly activation: LayerDescription | null;
}

/** null for a layer that is no weighted sum of one row of inputs. */
export function weighedLayer(network: NetworkDescription, index: number): WeighedLayer | null {
  const layer = network.layers[index];
  if (layer?.view.kind !== 'weights' || layer.inputs.length !== 1) return null;
  const { parameter } = layer.view;
  const weight = layer.parameters.find(({ name, fullName }) => name === parameter || fullName === parameter);
  const source = network.layers[layer.inputs[0]];
  const input = source ? source.outputShape : network.data.sampleShape;
  if (weight?.shape.length !== 2 || layer.outputShape.length !== 1 || input.length !== 1) return null;
  const [units, inputs] = weight.shape;
  if (layer.outputShape[0] !== units || input[0] !== inputs) return null;
  const bias = layer.parameters.find(({ shape }) => shape.length === 1 && shape[0] === units) ?? null;
  const takers = network.layers.filter((other) => other.inputs.includes(index));
  const activation = takers.length === 1 && takers[0].view.kind === 'activation' ? takers[0] : null;
  return { layer, weight, bias, inputs, units, activation };
}

/** What of the iteration shown is done at a layer: its numbers are those of this iteration only then. */
export interface Done {
  readonly forward: boolean;
  readonly backward: boolean;
  /** The weights have moved since its output was computed. */
  readonly update: boolean;
}

export function doneAt({ instructions }: NetworkDescription, { done }: Moment, layer: number): Done {
  const past = (phase: string): boolean =>
    instructions.slice(0, done).some((each) => each.layer === layer && each.phase === phase);
  return { forward: past('forward'), backward: past('backward'), update: past('update') };
}

export interface Term {
  /** Which input. */
  readonly input: number;
  readonly x: number;
  /** As it was when the sum was made. */
  readonly w: number;
  readonly product: number;
}

/**
 * x·w term by term, the largest part first.
 * @param update what the last step added to the weights, where they have moved since; null else
 */
export function termsOf(x: ArrayLike<number>, w: ArrayLike<number>, update: ArrayLike<number> | null): readonly Term[] {
  const terms = Array.from({ length: Math.min(x.length, w.length) }, (_, input): Term => {
    const before = w[input] - (update?.[input] ?? 0);
    return { input, x: x[input], w: before, product: x[input] * before };
  });
  return terms.sort((a, b) => Math.abs(b.product) - Math.abs(a.product) || a.input - b.input);
}

/** The value at x of a curve sampled at equal distances; beyond its ends their tangent goes on. */
export function onCurve(values: readonly number[], [from, to]: readonly [number, number], x: number): number {
  const last = values.length - 1;
  const place = ((x - from) / (to - from)) * last;
  const i = Math.max(0, Math.min(last - 1, Math.floor(place)));
  return values[i] + (values[i + 1] - values[i]) * (place - i);
}
