// Units that are each other's twins: the same incoming weights and bias, the same outgoing weights. They compute the
// same, get the same gradient, and stay the same for ever.
import { floats } from '../../core/tensor.ts';
import type { NetworkLayer } from '../../model/model.ts';
import type { Machine } from '../machine.ts';
import { activations, isTransparent, type NetworkFacts, weightOf } from './facts.ts';

/** Figures that differ by less than this, relatively, count as one: twins part by rounding only. */
const tolerance = 1e-5;

/** Layers that treat all units alike. */
const equalising = ['MaxPool2d', 'AvgPool2d', 'AdaptiveAvgPool2d', 'Select'];

/** The weight layer that alone takes a layer's units, over its activation. */
export function nextWeighted(facts: NetworkFacts, layer: NetworkLayer): NetworkLayer | null {
  let [next, ...others] = facts.consumers(layer.index);
  while (
    next &&
    others.length === 0 &&
    (isTransparent(next) || activations.includes(next.type) || equalising.includes(next.type))
  )
    [next, ...others] = facts.consumers(next.index);
  return others.length === 0 && next && weightOf(next) ? next : null;
}

/** The Linear layer that alone takes a Linear layer's units, one each. */
function nextLinear(facts: NetworkFacts, layer: NetworkLayer): NetworkLayer | null {
  const next = nextWeighted(facts, layer);
  return next?.type === 'Linear' && next.inputShapes[0].at(-1) === layer.outputShape.at(-1) ? next : null;
}

/** Only of a Linear layer whose units go to one Linear layer: elsewhere nobody is counted. */
export function twinUnits(
  machine: Machine,
  facts: NetworkFacts,
  layer: NetworkLayer,
): { units: number; identical: number } {
  const units = layer.outputShape.at(-1) ?? 1;
  const next = layer.type === 'Linear' ? nextLinear(facts, layer) : null;
  if (!next || units < 2) return { units, identical: 0 };
  const values = (name: string) => {
    const tensor = machine.tensor(name);
    return tensor ? floats(machine.memory, tensor) : null;
  };
  const incoming = values(`${layer.name}.weight`)!;
  const bias = values(`${layer.name}.bias`);
  const outgoing = values(`${next.name}.weight`)!;
  const inputs = incoming.length / units;
  const outputs = outgoing.length / units;
  const factors = Float64Array.from({ length: Math.max(inputs, outputs) }, (_, i) => 1 + ((i * 0.618) % 1));
  // Weighted sums that no two different units share by chance.
  const signatures = Array.from({ length: units }, (_, unit) => {
    let [a, b] = [(bias?.[unit] ?? 0) * 1.7, 0];
    for (let i = 0; i < inputs; i++) a += incoming[unit * inputs + i] * factors[i];
    for (let i = 0; i < outputs; i++) b += outgoing[i * units + unit] * factors[i];
    return [a, b] as const;
  }).sort(([a], [b]) => a - b);
  const close = (a: number, b: number) => Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  let identical = 0;
  for (let i = 0; i < units; i++) {
    const twin = [signatures[i - 1], signatures[i + 1]].some(
      (other) => other && close(other[0], signatures[i][0]) && close(other[1], signatures[i][1]),
    );
    if (twin) identical++;
  }
  return { units, identical };
}
