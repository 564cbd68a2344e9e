// A network as PyTorch code: `nn.Sequential` where it is a chain of modules, else a class. Its `state_dict` has the names
// of our parameters, and constructing it draws what our initialisation draws.
import { initType } from '../core/inits/inits.ts';
import { layerType } from '../core/layers/layers.ts';
import type { Network, NetworkLayer, NetworkParameter } from '../model/model.ts';
import { isAttribute, moduleReference, pythonString, variableNames } from './pythonNames.ts';

/** Lines that define classes and construct `model`, and lines that fill its parameters anew. */
export interface PytorchModel {
  readonly classes: readonly string[];
  readonly construction: readonly string[];
  readonly inits: readonly string[];
}

export function pytorchModel({ layers }: Network): PytorchModel {
  const helpers = [...new Set(layers.map(({ type }) => layerType(type)?.pytorchClass ?? ''))].filter(Boolean);
  const chain = isChain(layers);
  return {
    classes: [...helpers, ...(chain ? [] : [networkClass(layers)])].flatMap((text) => [...text.split('\n'), '', '']),
    construction: chain ? sequential(layers) : ['model = Network()'],
    inits: layers.flatMap((layer) => [
      ...layer.parameters.flatMap((parameter) => initLines(layer, parameter)),
      ...(layer.frozen && layer.parameters.length > 0
        ? [`${moduleReference('model', layer.name)}.requires_grad_(False)`]
        : []),
    ]),
  };
}

/** Whether `nn.Sequential` can run it: each layer a module that is called with the output of the one before. */
function isChain(layers: readonly NetworkLayer[]): boolean {
  return layers.every(({ type, name, index, inputs }) => {
    const record = layerType(type)!;
    return inputs.length === 1 && inputs[0] === index - 1 && !record.pytorchCall && !isAttribute(name);
  });
}

function spelling({ type, options, inputShapes }: NetworkLayer): string {
  return layerType(type)!.pytorch(options, inputShapes);
}

function sequential(layers: readonly NetworkLayer[]): string[] {
  const entries = layers.map((layer) => `    (${pythonString(layer.name)}, ${spelling(layer)}),`);
  return ['model = nn.Sequential(OrderedDict([', ...entries, ']))'];
}

function networkClass(layers: readonly NetworkLayer[]): string {
  const modules = layers
    .filter((layer) => !spelling(layer).startsWith('lambda'))
    .map((layer) => `        ${moduleReference('self', layer.name)} = ${spelling(layer)}`);
  return [
    'class Network(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...modules,
    '',
    '    def forward(self, x):',
    ...forwardLines(layers).map((line) => `        ${line}`),
  ].join('\n');
}

/** A value that only the next layer reads is called `x`; one that is read later bears its layer's name. */
function forwardLines(layers: readonly NetworkLayer[]): string[] {
  const last = layers.length - 1;
  const readers = (source: number) => layers.filter(({ inputs }) => inputs.includes(source)).map(({ index }) => index);
  const named = variableNames(layers.map(({ name }) => name));
  const variables = new Map([[-1, 'x']]);
  /** The layer up to which what `x` holds is read. */
  let xReadUntil = Math.max(-1, ...readers(-1));
  return layers.map((layer) => {
    const { index, inputs, name, type, options } = layer;
    const values = inputs.map((input) => variables.get(input)!);
    const module = moduleReference('self', name);
    const value = layerType(type)!.pytorchCall?.(options, values, module) ?? `${module}(${values.join(', ')})`;
    if (index === last) return `return ${value}`;
    const reading = readers(index);
    const passing = xReadUntil <= index && reading.every((reader) => reader === index + 1);
    if (passing) xReadUntil = index + 1;
    const variable = passing ? 'x' : named[index];
    variables.set(index, variable);
    return `${variable} = ${value}`;
  });
}

function initLines(layer: NetworkLayer, { name, explicit, shape, fanIn, fanOf }: NetworkParameter): string[] {
  if (!explicit) return [];
  const parameter = `${moduleReference('model', layer.name)}.${name}`;
  // Of a single dimension that belongs to no weight PyTorch has no fan.
  if (explicit.type === 'fan_in_uniform' && shape.length < 2 && !fanOf)
    return [`nn.init.uniform_(${parameter}, -(${fanIn} ** -0.5), ${fanIn} ** -0.5)`];
  return initType(explicit.type)!.pytorch(explicit.options, parameter).split('\n');
}
