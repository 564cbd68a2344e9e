// Fills a network's parameters as the PyTorch code of `format.md` does: modules constructed in layer order, which draws
// their default inits, then the explicit inits in layer order.
import { initType } from '../core/inits/inits.ts';
import type { InitSpec } from '../core/inits/init.ts';
import type { ParameterSpec } from '../core/layers/layer.ts';
import { layerType } from '../core/layers/layers.ts';
import type { Generator } from '../core/random.ts';
import type { Network, NetworkParameter } from '../model/model.ts';

/** `view` gives the float32 elements of a parameter by its full name. */
export function initialise(network: Network, generator: Generator, view: (fullName: string) => Float32Array): void {
  const fill = ({ fullName, shape, fanIn, fanOut }: NetworkParameter, { type, options }: InitSpec) =>
    initType(type)!.fill(view(fullName), options, { shape, fanIn, fanOut }, generator);
  for (const layer of network.layers) {
    const order = layerType(layer.type)!.drawOrder?.(layer.options) ?? layer.parameters.map(({ name }) => name);
    for (const name of order) {
      const parameter = layer.parameters.find((candidate) => candidate.name === name)!;
      if (parameter.overwritten) fill(parameter, parameter.overwritten);
      fill(parameter, parameter.init);
      zeroRow(parameter, view(parameter.fullName));
    }
  }
  for (const layer of network.layers) {
    for (const parameter of layer.parameters) if (parameter.explicit) fill(parameter, parameter.explicit);
  }
}

/** As a constructor that clears a row after drawing all. */
export function zeroRow({ zeroRow: row, shape }: ParameterSpec, values: Float32Array): void {
  if (row !== undefined) values.fill(0, row * shape[1], (row + 1) * shape[1]);
}
