// Fills a network's parameters as the PyTorch code of `format.md` does: modules constructed in layer order, which draws
// their default inits, then the explicit inits in layer order.
import { initType } from '../core/inits/inits.ts';
import type { InitSpec } from '../core/inits/init.ts';
import type { ParameterSpec } from '../core/layers/layer.ts';
import { layerType } from '../core/layers/layers.ts';
import { createGenerator, type Generator } from '../core/random.ts';
import { sizeOf } from '../core/shape.ts';
import type { Network, NetworkParameter } from '../model/model.ts';

type View = (fullName: string) => Float32Array;

/** Parameters that were drawn, and the generator as it was after that. */
export interface DrawnParameters {
  readonly values: ReadonlyMap<string, Float32Array>;
  readonly generator: Generator;
}

/** `view` gives the float32 elements of a parameter by its full name; `drawn`: what was drawn beforehand is taken over. */
export function initialise(network: Network, generator: Generator, view: View, drawn?: DrawnParameters): void {
  if (drawn) return drawn.values.forEach((values, fullName) => view(fullName).set(values));
  const steps = initialiseInSteps(network, generator, view);
  while (!steps.next().done);
}

/** The same beside any machine, in steps between which it can be left. */
export function* drawParameters(network: Network): globalThis.Generator<void, DrawnParameters> {
  const generator = createGenerator(network.model.seed);
  const parameters = network.layers.flatMap((layer) => layer.parameters);
  const values = new Map(parameters.map(({ fullName, shape }) => [fullName, new Float32Array(sizeOf(shape))]));
  yield* initialiseInSteps(network, generator, (fullName) => values.get(fullName)!);
  return { values, generator };
}

function* initialiseInSteps(network: Network, generator: Generator, view: View): globalThis.Generator<void, void> {
  const fill = function* (
    { fullName, shape, fanIn, fanOut }: NetworkParameter,
    { type, options }: InitSpec,
  ): globalThis.Generator<void, void> {
    const init = initType(type)!;
    const target = { shape, fanIn, fanOut };
    if (init.fillInSteps) yield* init.fillInSteps(view(fullName), options, target, generator);
    else init.fill(view(fullName), options, target, generator);
    yield;
  };
  for (const layer of network.layers) {
    const order = layerType(layer.type)!.drawOrder?.(layer.options) ?? layer.parameters.map(({ name }) => name);
    for (const name of order) {
      const parameter = layer.parameters.find((candidate) => candidate.name === name)!;
      if (parameter.overwritten) yield* fill(parameter, parameter.overwritten);
      yield* fill(parameter, parameter.init);
      zeroRow(parameter, view(parameter.fullName));
    }
  }
  for (const layer of network.layers) {
    for (const parameter of layer.parameters) if (parameter.explicit) yield* fill(parameter, parameter.explicit);
  }
}

/** As a constructor that clears a row after drawing all. */
export function zeroRow({ zeroRow: row, shape }: ParameterSpec, values: Float32Array): void {
  if (row !== undefined) values.fill(0, row * shape[1], (row + 1) * shape[1]);
}
