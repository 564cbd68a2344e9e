// Networks that together use everything that a script is made of: each kind of layer, graphs, names that Python can't
// have, inits, groups, penalties, clipping, schedulers.

const rows = (n: number, width: number, value: (i: number) => number) =>
  Array.from({ length: n }, (_, row) => Array.from({ length: width }, (_, column) => value(row * width + column)));
/** Without a pattern, in −1..1. */
const wave = (i: number) => Math.fround((((i * 7919) % 1009) / 1009) * 2 - 1);

const inline = (n: number, width: number, outputs: number) => ({
  source: 'inline',
  x: rows(n, width, wave),
  y: rows(n, outputs, (i) => wave(3 * i + 1)),
});
const shaped = (n: number, shape: readonly number[], outputs: number, offset = 0) => {
  const nest = (values: number[], [length, ...rest]: readonly number[]): unknown =>
    rest.length === 0
      ? values
      : Array.from({ length }, (_, i) =>
          nest(values.slice((i * values.length) / length, ((i + 1) * values.length) / length), rest),
        );
  const size = shape.reduce((a, b) => a * b);
  return {
    source: 'inline',
    x: rows(n, size, (i) => wave(i + offset)).map((values) => nest(values, shape)),
    y: rows(n, outputs, (i) => wave(3 * i + 1)),
  };
};
const tokens = (n: number, length: number, count: number) => ({
  source: 'inline',
  x: rows(n, length, (i) => (i * 31 + (i >> 2)) % count),
  y: rows(n, length, (i) => (i * 17 + 5) % count),
});

const dense = [{ type: 'Linear', out_features: 6 }, { type: 'Tanh' }, { type: 'Linear', out_features: 2 }];
const sgd = { type: 'SGD', lr: 0.05 };
const base = {
  data: inline(20, 3, 2),
  layers: dense,
  loss: 'MSELoss',
  optimizer: sgd,
  training: { batch_size: 6, epochs: 8 },
};

/** Their epochs are few: about 30 iterations each. */
export const exportedNetworks: Readonly<Record<string, object>> = {
  conv2d: {
    ...base,
    data: shaped(12, [2, 7, 8], 3),
    layers: [
      { type: 'Conv2d', out_channels: 4, kernel_size: 3, stride: [1, 2], padding: 1, groups: 2 },
      { type: 'BatchNorm2d' },
      { type: 'ReLU' },
      { type: 'MaxPool2d', kernel_size: 2 },
      { type: 'Conv2d', out_channels: 5, kernel_size: [2, 1], dilation: [2, 1], bias: false },
      { type: 'AvgPool2d', kernel_size: 2, stride: 1, padding: 1 },
      { type: 'AdaptiveAvgPool2d', output_size: [1, 2] },
      { type: 'Flatten' },
      { type: 'Linear', out_features: 3 },
    ],
  },
  conv1d: {
    ...base,
    data: shaped(12, [3, 9], 2),
    layers: [
      { type: 'Conv1d', out_channels: 4, kernel_size: 3, padding: 2, dilation: 2 },
      { type: 'BatchNorm1d', momentum: null },
      { type: 'PReLU', num_parameters: 4 },
      { type: 'Permute', dims: [0, 2, 1] },
      { type: 'LayerNorm' },
      { type: 'Select', dim: 1, index: -1 },
      { type: 'Unflatten', dim: 1, unflattened_size: [2, 2] },
      { type: 'Flatten' },
      { type: 'Linear', out_features: 2 },
    ],
  },
  margins: {
    ...base,
    data: shaped(12, [2, 6, 5], 2),
    layers: [
      { type: 'Conv2d', out_channels: 4, kernel_size: 3, padding: [2, 1], groups: 2, padding_mode: 'reflect' },
      { type: 'Tanh' },
      { type: 'Conv2d', out_channels: 3, kernel_size: [4, 2], padding: 'same', padding_mode: 'circular' },
      { type: 'Unflatten', dim: 1, unflattened_size: [1, 3] },
      { type: 'Flatten', start_dim: 2 },
      { type: 'Conv1d', out_channels: 2, kernel_size: 4, padding: 3, stride: 5, padding_mode: 'replicate' },
      { type: 'Softmax', dim: 1 },
      { type: 'Flatten' },
      { type: 'Linear', out_features: 2 },
    ],
  },
  lstm: {
    ...base,
    data: shaped(12, [5, 3], 2),
    layers: [
      { type: 'LSTM', hidden_size: 4, num_layers: 2, bidirectional: true },
      { type: 'GRU', hidden_size: 3 },
      { type: 'RNN', hidden_size: 4, nonlinearity: 'relu', bias: false },
      { type: 'Select', index: -1 },
      { type: 'Linear', out_features: 2 },
    ],
  },
  // So rarely that it never happens: what is left is the order of the rows, which dropout's draws must not disturb.
  'dropout that hardly drops': {
    ...base,
    data: shaped(12, [5, 4], 2),
    layers: [
      { type: 'LSTM', hidden_size: 4, num_layers: 2, dropout: 1e-9 },
      { type: 'MultiheadAttention', num_heads: 2, dropout: 1e-9 },
      { type: 'Dropout', p: 1e-9 },
      { type: 'Select', index: -1 },
      { type: 'Linear', out_features: 2 },
    ],
  },
  transformer: {
    ...base,
    data: tokens(10, 6, 7),
    layers: [
      { type: 'Embedding', num_embeddings: 7, embedding_dim: 8 },
      { type: 'PositionalEmbedding', name: 'positions' },
      { type: 'LayerNorm', name: 'norm1' },
      { type: 'MultiheadAttention', num_heads: 2, causal: true },
      { type: 'Add', name: 'residual', inputs: ['positions', 'multiheadattention1'] },
      { type: 'Linear', out_features: 16 },
      { type: 'GELU' },
      { type: 'Linear', out_features: 8 },
      { type: 'Add', inputs: ['residual', 'linear2'] },
      { type: 'MultiheadAttention', num_heads: 4, bias: false },
      { type: 'Linear', out_features: 7 },
    ],
    loss: { type: 'CrossEntropyLoss', label_smoothing: 0.1, ignore_index: 3 },
    optimizer: { type: 'Adam', lr: 0.01 },
  },
  graph: {
    ...base,
    layers: [
      { type: 'Linear', name: 'my layer "a"', out_features: 3 },
      { type: 'Tanh', name: 'train' },
      { type: 'Linear', name: 'lambda', out_features: 3, inputs: ['input'] },
      { type: 'Multiply', name: 'x', inputs: ['my layer "a"', 'lambda', 'train'] },
      { type: 'Concat', inputs: ['x', 'input'] },
      { type: 'Linear', name: 'out', out_features: 2 },
    ],
  },
  'chain of odd names': {
    ...base,
    layers: [
      { type: 'Linear', name: '1st layer', out_features: 4, init: 'xavier_normal' },
      { type: 'Softplus', name: 'class', beta: 2 },
      { type: 'Linear', name: 'größe', out_features: 2, frozen: true },
    ],
  },
  inits: {
    ...base,
    layers: [
      { type: 'Linear', out_features: 5, init: { weight: 'fan_in_uniform', bias: 'fan_in_uniform' } },
      {
        type: 'LayerNorm',
        init: { weight: { type: 'uniform', a: 0.5, b: 1.5 }, bias: { type: 'constant', value: 0.1 } },
      },
      {
        type: 'Linear',
        out_features: 4,
        init: { weight: { type: 'xavier_uniform', gain: 'tanh' }, bias: { type: 'normal', std: 0.1 } },
      },
      { type: 'ELU', alpha: 0.5 },
      { type: 'Linear', out_features: 4, init: { type: 'kaiming_normal', mode: 'fan_out', nonlinearity: 'relu' } },
      { type: 'Hardtanh' },
      { type: 'Linear', out_features: 4, init: 'orthogonal' },
      { type: 'SiLU' },
      { type: 'Linear', out_features: 2, init: { weight: { type: 'trunc_normal', std: 0.5 } } },
    ],
  },
  groups: {
    ...base,
    layers: [
      { type: 'Linear', name: 'slow', out_features: 6, optimizer: { lr: 0.01 } },
      { type: 'Tanh' },
      { type: 'Linear', out_features: 4 },
      { type: 'Tanh' },
      { type: 'Linear', name: 'free', out_features: 2, optimizer: { weight_decay: 0 } },
    ],
    optimizer: { type: 'SGD', lr: 0.05, momentum: 0.9, weight_decay: 0.01 },
  },
  'penalties and norm': { ...base, penalties: { l1: 0.01, l2: 0.02 }, clip: { norm: 0.3 } },
  'clipped values': {
    ...base,
    clip: { value: 0.02 },
    training: { batch_size: 6, drop_last: true, shuffle: false, epochs: 8 },
  },
  stepLR: { ...base, scheduler: { type: 'StepLR', step_size: 2, gamma: 0.5 } },
  multiStepLR: { ...base, scheduler: { type: 'MultiStepLR', milestones: [2, 5] } },
  exponentialLR: { ...base, optimizer: 'Adam', scheduler: { type: 'ExponentialLR', gamma: 0.9 } },
  cosine: { ...base, scheduler: { type: 'CosineAnnealingLR', T_max: 8 } },
  'cosine with warm-up': {
    ...base,
    scheduler: { type: 'CosineAnnealingLR', T_max: 6, warmup: { start_factor: 0.1, total_iters: 7 } },
  },
  oneCycle: {
    ...base,
    optimizer: { type: 'SGD', lr: 0.05, momentum: 0.9 },
    scheduler: { type: 'OneCycleLR', max_lr: 0.2 },
  },
  'oneCycle that ends early': {
    ...base,
    optimizer: 'AdamW',
    scheduler: { type: 'OneCycleLR', max_lr: 0.02, total_steps: 10, three_phase: true, anneal_strategy: 'linear' },
  },
  'oneCycle with warm-up': {
    ...base,
    scheduler: { type: 'OneCycleLR', max_lr: 0.2, warmup: { start_factor: 0.2, total_iters: 5 } },
  },
  plateau: {
    ...base,
    optimizer: { type: 'SGD', lr: 0.3 },
    scheduler: { type: 'ReduceLROnPlateau', patience: 0, threshold: 0.05, factor: 0.5 },
  },
  linearLR: { ...base, optimizer: 'RMSprop', scheduler: 'LinearLR' },
  'sum of KL': {
    ...base,
    data: { ...inline(20, 3, 2), y: rows(20, 2, (i) => (i % 2 ? 0.25 : 0.75)) },
    layers: [...dense, { type: 'LogSoftmax' }],
    loss: { type: 'KLDivLoss', reduction: 'batchmean' },
    optimizer: 'NAdam',
  },
  'weighted classes': {
    ...base,
    data: { source: 'iris', test: 0.2, normalize: 'standard' },
    layers: [{ type: 'Linear', out_features: 3 }, { type: 'LogSoftmax' }],
    loss: { type: 'NLLLoss', weight: [1, 2, 0.5] },
    optimizer: 'Adagrad',
  },
  'weighted probabilities': {
    ...base,
    data: { ...inline(20, 3, 2), y: rows(20, 2, (i) => ((i * 7) % 3 === 0 ? 1 : 0)) },
    layers: [...dense, { type: 'Sigmoid' }],
    loss: { type: 'BCELoss', weight: [0.5, 2.5] },
  },
  'weighted logits': {
    ...base,
    data: { source: 'moons', samples: 40 },
    layers: [{ type: 'Linear', out_features: 4 }, { type: 'Softsign' }, { type: 'Linear', out_features: 1 }],
    loss: { type: 'BCEWithLogitsLoss', pos_weight: 3 },
    optimizer: 'Adadelta',
  },
};
