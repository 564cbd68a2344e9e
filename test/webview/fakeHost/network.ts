// Descriptions of networks as an engine would give them, for tests of the view: made from a few lines a layer.
import type { LayerDescription, NetworkDescription, ParameterDescription } from '../../../src/protocol/description.ts';
import type { InstructionDescription } from '../../../src/protocol/description.ts';

export interface LayerSketch {
  readonly name: string;
  readonly type: string;
  readonly units: number;
  readonly inputs?: readonly number[];
  readonly block?: LayerDescription['block'];
}

export interface NetworkSketch {
  readonly name: string;
  readonly source: string;
  readonly sampleShape: readonly number[];
  readonly layers: readonly LayerSketch[];
  readonly classNames?: readonly string[];
  readonly featureNames?: readonly string[];
  readonly loss?: { type: string; formula: string };
  readonly accuracy?: 'argmax' | 'threshold' | null;
  readonly batchSize?: number;
  readonly trainRows?: number;
  readonly testRows?: number;
}

const curves: Record<string, (x: number) => number> = {
  ReLU: (x) => Math.max(0, x),
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Tanh: Math.tanh,
};

function curveView(type: string): LayerDescription['view'] {
  const f = curves[type];
  const domain = type === 'ReLU' ? ([-3, 3] as const) : ([-8, 8] as const);
  const xs = Array.from({ length: 81 }, (_, i) => domain[0] + ((domain[1] - domain[0]) * i) / 80);
  const ranges = type === 'Sigmoid' ? ([[{ template: 'differences visible', args: [] }, -6, 6]] as const) : [];
  return {
    kind: 'activation',
    domain,
    f: xs.map(f),
    derivative: xs.map((x) => (f(x + 1e-4) - f(x - 1e-4)) / 2e-4),
    ranges,
  };
}

function parametersOf(name: string, from: number, to: number): ParameterDescription[] {
  const bound = Math.sqrt(6 / from) / Math.sqrt(6);
  const explanation = {
    theory: { kind: 'uniform' as const, from: -bound, to: bound },
    formula: `±√(1 / fan_in) = ±√(1 / ${from}) = ±${bound.toFixed(3)}`,
    figures: [
      ['fan_in', from],
      ['gain', Math.sqrt(1 / 3)],
      ['bound', bound],
    ] as const,
  };
  const one = (own: string, shape: readonly number[], type: string): ParameterDescription => ({
    name: own,
    fullName: `${name}.${own}`,
    shape,
    trained: true,
    init: { type, explicit: false, explanation },
    state: [['momentum_buffer', `${name}.${own}.momentum_buffer`]],
  });
  return [one('weight', [to, from], 'kaiming_uniform'), one('bias', [to], 'fan_in_uniform')];
}

function layerOf(
  sketch: LayerSketch,
  index: number,
  before: readonly LayerDescription[],
  sampleShape: readonly number[],
  batchSize: number,
): LayerDescription {
  const inputs = sketch.inputs ?? [index - 1];
  const from =
    inputs[0] < 0 ? sampleShape.reduce((a, b) => a * b, 1) : before[inputs[0]].outputShape.reduce((a, b) => a * b, 1);
  const parameters = sketch.type === 'Linear' ? parametersOf(sketch.name, from, sketch.units) : [];
  return {
    index,
    name: sketch.name,
    type: sketch.type,
    ...(sketch.block && { block: sketch.block }),
    inputs,
    outputShape: [sketch.units],
    batchShape: [batchSize, sketch.units],
    frozen: false,
    parameters,
    parameterCount: parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    detail: sketch.type === 'Linear' ? `${from}→${sketch.units}` : '',
    formula: sketch.type === 'Linear' ? 'z = x·Wᵀ + b' : sketch.type === 'ReLU' ? 'a = max(0, z)' : 'a = σ(z)',
    pytorch: sketch.type === 'Linear' ? `nn.Linear(${from}, ${sketch.units})` : `nn.${sketch.type}()`,
    view:
      sketch.type === 'Linear'
        ? { kind: 'weights', parameter: 'weight', links: true }
        : sketch.type in curves
          ? curveView(sketch.type)
          : { kind: sketch.type === 'Softmax' ? 'rows' : 'plain' },
    worked: sketch.type === 'Linear',
    pictures: [],
    hasGradient: true,
    span: { start: 0, end: 0 },
  };
}

function instructionsOf(layers: readonly LayerDescription[]): InstructionDescription[] {
  const at = (phase: InstructionDescription['phase'], layer: number, name: string, formula: string) => ({
    phase,
    layer,
    name,
    formula,
    reads: [],
    writes: [],
  });
  return [
    at('data', -1, 'batch', 'x, y = next batch'),
    ...layers.map(({ index, formula }) => at('forward', index, 'forward', formula)),
    at('loss', layers.length, 'loss', 'L = loss(output, target)'),
    at('backward', layers.length, 'backward', '∂L/∂p = (p − y) / (p·(1 − p)) / n'),
    ...[...layers]
      .reverse()
      .map(({ index, parameters }) =>
        at('backward', index, 'backward', parameters.length > 0 ? '∂L/∂W = (∂L/∂z)ᵀ·x' : '∂L/∂z = ∂L/∂a · f′(z)'),
      ),
    ...layers
      .filter(({ parameters }) => parameters.length > 0)
      .map(({ index }) => at('update', index, 'update', 'w ← w − lr·∂L/∂w')),
  ];
}

export function sketchNetwork(sketch: NetworkSketch): NetworkDescription {
  const { batchSize = 32, trainRows = 400, testRows = 100, accuracy = 'threshold' } = sketch;
  const layers: LayerDescription[] = [];
  sketch.layers.forEach((layer, i) => layers.push(layerOf(layer, i, layers, sketch.sampleShape, batchSize)));
  return {
    name: sketch.name,
    seed: 42,
    parameterCount: layers.reduce((sum, layer) => sum + layer.parameterCount, 0),
    data: {
      source: sketch.source,
      sampleShape: sketch.sampleShape,
      targetShape: accuracy === 'argmax' ? [] : [1],
      trainRows,
      testRows,
      classNames: sketch.classNames ?? ['0', '1'],
      featureNames: sketch.featureNames ?? ['x₀', 'x₁'],
      range: [
        [-1.3, 2.3],
        [-0.8, 1.3],
      ],
    },
    layers,
    loss: { type: 'BCELoss', formula: '−[y·log p + (1−y)·log(1−p)]', ...sketch.loss, reduction: 'mean' },
    optimizer: { type: 'SGD', formula: 'w ← w − lr·∂L/∂w', lr: 0.1 },
    batchSize,
    batches: Math.ceil(trainRows / batchSize),
    accuracy,
    threshold: 0.5,
    instructions: instructionsOf(layers),
  };
}

const dense = (widths: readonly number[], activation: string, last: string): LayerSketch[] =>
  widths.flatMap((units, i) => [
    { name: `linear${i + 1}`, type: 'Linear', units },
    i < widths.length - 1
      ? { name: `${activation.toLowerCase()}${i + 1}`, type: activation, units }
      : { name: last.toLowerCase(), type: last, units },
  ]);

export const sketches: Record<string, NetworkSketch> = {
  moons: { name: 'moons', source: 'moons', sampleShape: [2], layers: dense([16, 16, 1], 'ReLU', 'Sigmoid') },
  deep: {
    name: 'deep',
    source: 'circles',
    sampleShape: [2],
    layers: dense([8, 8, 8, 8, 8, 8, 8, 8, 8, 1], 'Sigmoid', 'Sigmoid'),
  },
  digits: {
    name: 'digits',
    source: 'digits',
    sampleShape: [1, 8, 8],
    layers: [{ name: 'flatten', type: 'Flatten', units: 64 }, ...dense([32, 10], 'ReLU', 'Softmax')],
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    loss: { type: 'CrossEntropyLoss', formula: '−log softmax(z)[y]' },
    accuracy: 'argmax',
    trainRows: 1437,
    testRows: 360,
  },
  iris: {
    name: 'iris',
    source: 'iris',
    sampleShape: [4],
    layers: dense([8, 3], 'Tanh', 'Identity'),
    classNames: ['setosa', 'versicolor', 'virginica'],
    featureNames: ['sepal length', 'sepal width', 'petal length', 'petal width'],
    loss: { type: 'CrossEntropyLoss', formula: '−log softmax(z)[y]' },
    accuracy: 'argmax',
    batchSize: 16,
    trainRows: 120,
    testRows: 30,
  },
  sine: {
    name: 'sine',
    source: 'sine',
    sampleShape: [1],
    layers: dense([24, 24, 1], 'Tanh', 'Identity'),
    loss: { type: 'MSELoss', formula: '(p − y)²' },
    accuracy: null,
  },
  skip: {
    name: 'skip',
    source: 'spirals',
    sampleShape: [2],
    layers: [
      { name: 'linear1', type: 'Linear', units: 16 },
      { name: 'relu1', type: 'ReLU', units: 16 },
      { name: 'linear2', type: 'Linear', units: 16 },
      { name: 'relu2', type: 'ReLU', units: 16 },
      { name: 'add', type: 'Add', units: 16, inputs: [1, 3] },
      { name: 'linear3', type: 'Linear', units: 1 },
      { name: 'sigmoid', type: 'Sigmoid', units: 1 },
    ],
  },
  blocks: {
    name: 'blocks',
    source: 'spirals',
    sampleShape: [2],
    layers: [
      { name: 'in', type: 'Linear', units: 8 },
      ...[1, 2, 3].flatMap((repetition): LayerSketch[] => {
        const [block, first] = [{ name: 'block', repetition }, 3 * repetition - 2];
        return [
          { name: `block${repetition}_linear`, type: 'Linear', units: 8, block },
          { name: `block${repetition}_tanh`, type: 'Tanh', units: 8, block },
          { name: `block${repetition}_add`, type: 'Add', units: 8, inputs: [first - 1, first + 1], block },
        ];
      }),
      { name: 'out', type: 'Linear', units: 1 },
    ],
  },
  thousand: {
    name: 'thousand',
    source: 'moons',
    sampleShape: [2],
    layers: dense(new Array<number>(500).fill(8), 'Tanh', 'Identity'),
  },
};
