// Describes a compiled network to a view: names, shapes, formulas and sampled curves, no tensors.
import { evaluate } from '../core/elementwise/evaluate.ts';
import { initType } from '../core/inits/inits.ts';
import { featureMaps } from '../core/layers/featureMaps.ts';
import type { ActivationView } from '../core/layers/layer.ts';
import { layerType } from '../core/layers/layers.ts';
import { lossType } from '../core/losses/losses.ts';
import { optimizerType } from '../core/optimizers/optimizers.ts';
import { shapeText, sizeOf } from '../core/shape.ts';
import { outputAxes, sampleAxes } from './axes.ts';
import type { Machine } from '../machine/machine.ts';
import { gradName, outputName } from '../model/draft.ts';
import type { Network, NetworkLayer, NetworkParameter } from '../model/model.ts';
import type { Program } from '../model/program.ts';
import { groupsOfLayers, optimizerGroups } from '../model/schedule.ts';
import type {
  DataDescription,
  LayerDescription,
  LayerViewDescription,
  NetworkDescription,
  ParameterDescription,
  PictureDescription,
} from '../protocol/description.ts';

/** Points at which an activation's curve is sampled. */
const curvePoints = 121;

/** `network`: the machine's, or one that differs from it only in its places in the text. */
export function describeNetwork({ program }: Machine, network: Network): NetworkDescription {
  const { model } = network;
  const loss = lossType(model.loss.type)!;
  const optimizer = optimizerType(model.optimizer.type)!;
  const axes = outputAxes(network);
  return {
    name: model.name,
    seed: model.seed,
    parameterCount: network.parameterCount,
    data: describeData(network),
    layers: network.layers.map((layer) => describeLayer(network, program, layer, axes[layer.index])),
    loss: {
      type: model.loss.type,
      formula: loss.formula,
      worked: loss.worked !== undefined,
      ...(loss.probabilities && { probabilities: loss.probabilities }),
      reduction: (model.loss.options as { reduction?: string }).reduction ?? 'mean',
    },
    optimizer: {
      type: model.optimizer.type,
      formula: optimizer.formula(optimizerGroups(network)[0]),
      lr: model.optimizer.options.lr,
    },
    batchSize: network.batchSize,
    batches: network.batches,
    accuracy: loss.accuracy?.kind ?? null,
    threshold: loss.accuracy?.kind === 'threshold' ? loss.accuracy.threshold : 0,
    instructions: program.instructions.map(({ phase, layer, name, formula, reads, writes }) => ({
      phase,
      layer,
      name,
      formula,
      reads,
      writes,
    })),
  };
}

function describeData({ model, dataset }: Network): DataDescription {
  const width = sizeOf(dataset.sampleShape);
  const range = Array.from({ length: Math.min(2, width) }, (_, feature): [number, number] => {
    let [min, max] = [Infinity, -Infinity];
    for (const { x } of [dataset.train, dataset.test]) {
      for (let i = feature; i < x.length; i += width) {
        if (x[i] < min) min = x[i];
        if (x[i] > max) max = x[i];
      }
    }
    return min <= max ? [min, max] : [-1, 1];
  });
  return {
    source: model.data.source,
    sampleShape: dataset.sampleShape,
    axes: sampleAxes(dataset.sampleShape.length),
    targetShape: dataset.targetShape,
    trainRows: dataset.train.rows,
    testRows: dataset.test.rows,
    classNames: dataset.classNames,
    featureNames: dataset.featureNames,
    ...(dataset.symbols.length > 0 && { symbols: dataset.symbols }),
    range,
  };
}

function describeLayer(
  network: Network,
  program: Program,
  layer: NetworkLayer,
  axes: readonly string[],
): LayerDescription {
  const type = layerType(layer.type)!;
  const pytorch = type.pytorch(layer.options, layer.inputShapes);
  return {
    index: layer.index,
    name: layer.name,
    type: layer.type,
    ...(layer.block && { block: layer.block }),
    inputs: layer.inputs,
    outputShape: layer.outputShape,
    batchShape: [network.batchSize, ...layer.outputShape],
    axes: ['batch', ...axes],
    inner: (type.inner?.(layer.options) ?? []).flatMap((inner) => {
      const known = program.tensors.get(`${layer.name}.${inner.name}`);
      return known ? [{ ...inner, fullName: known.tensor.name, shape: known.tensor.shape }] : [];
    }),
    frozen: layer.frozen,
    parameters: layer.parameters.map((parameter) => describeParameter(network, program, layer, parameter)),
    parameterCount: layer.parameters.reduce((sum, parameter) => sum + sizeOf(parameter.shape), 0),
    detail: detailOf(layer),
    formula: type.formula,
    pytorch,
    view: describeView(layer),
    worked: type.worked !== undefined,
    pictures: describePictures(network, program, layer),
    hasGradient: program.tensors.has(gradName(outputName(layer))),
    span: layer.span,
  };
}

/** Sizes in and out where the layer changes its last dimension, both shapes where it changes more, else its first option. */
function detailOf({ inputShapes, outputShape, options }: NetworkLayer): string {
  const [input] = inputShapes;
  if (inputShapes.length > 1) return `${inputShapes.length}→1`;
  if (input.length !== outputShape.length) return `${shapeText(input)}→${shapeText(outputShape)}`;
  if (input.at(-1) !== outputShape.at(-1)) return `${input.at(-1)}→${outputShape.at(-1)}`;
  if ('out_features' in options) return `${input.at(-1)}→${outputShape.at(-1)}`;
  const number = Object.entries(options).find(([, value]) => typeof value === 'number');
  return number ? `${number[0]} ${number[1]}` : '';
}

function describeParameter(
  network: Network,
  program: Program,
  layer: NetworkLayer,
  parameter: NetworkParameter,
): ParameterDescription {
  const { name, fullName, shape, trained, fanIn, fanOut } = parameter;
  const spec = parameter.explicit ?? parameter.init;
  const options = optimizerGroups(network)[groupsOfLayers(network)[layer.index]];
  const states = optimizerType(network.model.optimizer.type)!.state(options);
  return {
    name,
    fullName,
    shape,
    axes: layerType(layer.type)!
      .parameters(layer.options, layer.inputShapes)
      .find((spec) => spec.name === name)?.axes,
    trained: trained && program.tensors.has(gradName(fullName)),
    init: {
      type: spec.type,
      explicit: parameter.explicit !== null,
      explanation: initType(spec.type)!.explain(spec.options, { shape, fanIn, fanOut }),
    },
    state: states
      .map((state) => [state, `${fullName}.${state}`] as const)
      .filter(([, full]) => program.tensors.has(full)),
  };
}

function describePictures(network: Network, program: Program, layer: NetworkLayer): PictureDescription[] {
  const type = layerType(layer.type)!;
  const usual = layer.outputShape.length === 3 ? [featureMaps] : [];
  const fullName = (name: string): string => {
    if (name !== 'input') return `${layer.name}.${name}`;
    const [input] = layer.inputs;
    return input < 0 ? 'input' : outputName(network.layers[input]);
  };
  return (type.pictures?.(layer.options) ?? usual).flatMap(({ marks, ...picture }) => {
    const tensor = program.tensors.get(fullName(picture.tensor))?.tensor;
    const marking = marks === undefined ? null : program.tensors.get(fullName(marks))?.tensor;
    if (!tensor || marking === undefined) return [];
    const { label, rows, columns, each = null, sample = null, parts = [] } = picture;
    return [
      {
        ...{ label, rows, columns, each, sample, parts, tensor: tensor.name, shape: tensor.shape },
        marks: marking && { tensor: marking.name, shape: marking.shape },
      },
    ];
  });
}

function describeView(layer: NetworkLayer): LayerViewDescription {
  const { view } = layerType(layer.type)!;
  return view.kind === 'activation' ? sampleCurve(view.of(layer.options)) : view;
}

function sampleCurve({ f, derivative, domain, ranges }: ActivationView): LayerViewDescription {
  const [from, to] = domain;
  const xs = Array.from({ length: curvePoints }, (_, i) => from + ((to - from) * i) / (curvePoints - 1));
  // For drawing: a thousand activations with all their digits would be megabytes.
  const short = (value: number): number => Number(value.toPrecision(5));
  return {
    kind: 'activation',
    domain,
    f: xs.map((x) => short(evaluate(f, { x }))),
    derivative: xs.map((x) => short(evaluate(derivative, { x }))),
    ranges,
  };
}
