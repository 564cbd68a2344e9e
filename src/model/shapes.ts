// Shapes from the data to the output, and the parameters that they ask for.
import { layerType } from '../core/layers/layers.ts';
import type { Shape } from '../core/shape.ts';
import type { Diagnostic } from './diagnostic.ts';
import { resolveInits } from './explicitInits.ts';
import { fansOf } from './fans.ts';
import type { Layer, NetworkLayer } from './model.ts';
import { once } from './problems.ts';

export interface Inferred {
  /** By layer; null where it, or one that it takes from, has a problem. */
  readonly layers: readonly (NetworkLayer | null)[];
  /** Of one sample of the last layer; null when that can't be told. */
  readonly outputShape: Shape | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Follows a sample of this shape through the layers. Each misfit is told once, at the layer where it arises. */
export function inferShapes(layers: readonly (Layer | null)[], sampleShape: Shape): Inferred {
  const diagnostics: Diagnostic[] = [];
  const inferred: (NetworkLayer | null)[] = [];
  for (const layer of layers) {
    const shapes = layer?.inputs.map((source) => (source < 0 ? sampleShape : inferred[source]?.outputShape)) ?? [];
    const known = shapes.filter((shape) => shape !== undefined);
    inferred.push(layer && known.length === shapes.length ? inferLayer(layer, known, diagnostics) : null);
  }
  return { layers: inferred, outputShape: inferred.at(-1)?.outputShape ?? null, diagnostics: once(diagnostics) };
}

function inferLayer(layer: Layer, inputShapes: readonly Shape[], diagnostics: Diagnostic[]): NetworkLayer | null {
  const type = layerType(layer.type);
  if (!type) throw new Error(`The model has a layer of a type that isn't in the table: ${layer.type}`);
  const output = type.output(layer.options, inputShapes);
  if ('problem' in output) {
    diagnostics.push({ code: 'shape-mismatch', severity: 'error', message: output.problem, ...layer.typeSpan });
    return null;
  }
  const specs = type.parameters(layer.options, inputShapes);
  const explicit = resolveInits(layer, specs, diagnostics);
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  const parameters = specs.map((spec) => ({
    ...spec,
    ...fansOf(spec.fanOf === undefined ? spec.shape : (shapes.get(spec.fanOf) ?? spec.shape)),
    fullName: `${layer.name}.${spec.name}`,
    explicit: explicit.get(spec.name) ?? null,
    trained: !layer.frozen,
  }));
  return { ...layer, inputShapes, outputShape: output.shape, parameters };
}
