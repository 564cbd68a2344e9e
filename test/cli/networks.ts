// Files for the command line to work on: two good networks, and one of each kind of bad ones.
import { encodeSafetensors } from '../../src/interop/safetensors.ts';

const moons = {
  seed: 7,
  data: { source: 'moons', samples: 50, noise: 0.1, test: 0.2 },
  layers: [
    { type: 'Linear', name: 'hidden', out_features: 8 },
    { type: 'Tanh' },
    { type: 'Linear', out_features: 1 },
    { type: 'Sigmoid' },
  ],
  loss: 'BCELoss',
  optimizer: { type: 'SGD', lr: 0.1, momentum: 0.9 },
  training: { batch_size: 16 },
};
const sine = {
  data: { source: 'sine', samples: 20 },
  layers: [{ type: 'Linear', out_features: 4 }, { type: 'Tanh' }, { type: 'Linear', out_features: 1 }],
  loss: 'MSELoss',
  optimizer: { type: 'SGD', lr: 0.05 },
  training: { shuffle: false, epochs: 3 },
};
const broken = `{
  "data": { "source": "moons" },
  "layers": [{ "type": "Linear", "out_features": 1 }],
  "loss": "MSELoss",
  "optimiser": { "type": "SGD", "lr": 0.1 },
  "training": { "batch_size": -1 }
}
`;

const narrow = encodeSafetensors(
  [
    ['linear1.weight', [4, 2]],
    ['linear1.bias', [4]],
    ['linear2.weight', [1, 4]],
    ['linear2.bias', [1]],
  ].map(([name, shape]) => {
    const size = (shape as number[]).reduce((a, b) => a * b);
    return { name: name as string, shape: shape as number[], dtype: 'F32', bytes: new Uint8Array(4 * size) };
  }),
);

export const networks: Readonly<Record<string, string | Uint8Array>> = {
  'moons.nn.json': JSON.stringify(moons, null, 2),
  'sine.nn.json': JSON.stringify(sine, null, 2),
  'broken.nn.json': broken,
  'diverging.nn.json': JSON.stringify({ ...sine, optimizer: { type: 'SGD', lr: 1e20 } }),
  // Weights of a sine network whose first layer has two inputs.
  'narrow.safetensors': narrow,
  'text.safetensors': 'no weights at all',
  'narrow.nn.json': JSON.stringify({ ...sine, weights: 'narrow.safetensors' }, null, 2),
  'nowhere.nn.json': JSON.stringify({ ...sine, weights: 'nowhere.safetensors' }, null, 2),
  'latin1.nn.json': Uint8Array.of(0x7b, 0xe4, 0x7d),
  'nodata.nn.json': JSON.stringify({ ...sine, data: { source: 'csv', path: 'no.csv', target: 0 } }),
  'bom.nn.json': `\uFEFF${broken}`,
};
