// TensorFlow.js as a contestant: `node tfjs.mjs wasm` or `cpu`. A step works on a batch that is ready.
// Its wasm backend has no kernel for a convolution's weight gradient; there it is computed as a convolution of the
// transposed input with the transposed output gradient, the fastest way that its own kernels give.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { load } from './source.mjs';
import { answerLines } from './timing.mjs';

const backend = process.argv[2];
const tf = await load(
  `tensorflow-${backend}`,
  `export * from '@tensorflow/tfjs-core';
  import '@tensorflow/tfjs-core/dist/register_all_gradients';
  import '@tensorflow/tfjs-backend-cpu';
  export { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';`,
  import.meta.dirname,
);
const module = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
tf.setWasmPaths(`${path.dirname(module)}${path.sep}`);
await tf.setBackend(backend);
await tf.ready();

const filter = tf.customGrad((x, w, save) => {
  save([x, w]);
  return {
    value: tf.conv2d(x, w, 1, 1),
    gradFunc: (dy, [x, w]) => [
      tf.conv2dTranspose(dy, w, x.shape, 1, 1),
      tf.transpose(tf.conv2d(tf.transpose(x, [3, 1, 2, 0]), tf.transpose(dy, [1, 2, 0, 3]), 1, 1), [1, 2, 0, 3]),
    ],
  };
});

const tanh = (x) => tf.tanh(x);
const layers = {
  Linear({ out_features }, shape) {
    const w = tf.variable(tf.randomUniform([shape[0], out_features], -0.05, 0.05));
    const b = tf.variable(tf.zeros([out_features]));
    return { shape: [out_features], run: (x) => tf.add(tf.matMul(x, w), b) };
  },
  Conv2d({ out_channels, kernel_size }, [height, width, channels]) {
    const w = tf.variable(tf.randomUniform([kernel_size, kernel_size, channels, out_channels], -0.05, 0.05));
    const b = tf.variable(tf.zeros([out_channels]));
    const convolve = backend === 'wasm' ? filter : (x, w) => tf.conv2d(x, w, 1, 1);
    return { shape: [height, width, out_channels], run: (x) => tf.add(convolve(x, w), b) };
  },
  MaxPool2d({ kernel_size }, [height, width, channels]) {
    const shape = [Math.floor(height / kernel_size), Math.floor(width / kernel_size), channels];
    return { shape, run: (x) => tf.maxPool(x, kernel_size, kernel_size, 'valid') };
  },
  Flatten(_, shape) {
    const size = shape.reduce((a, b) => a * b, 1);
    return { shape: [size], run: (x) => tf.reshape(x, [-1, size]) };
  },
  ReLU: (_, shape) => ({ shape, run: (x) => tf.relu(x) }),
  Tanh: (_, shape) => ({ shape, run: tanh }),
  Sigmoid: (_, shape) => ({ shape, run: (x) => tf.sigmoid(x) }),
};

function prepare({ input, classes, batch, layers: specs }) {
  let shape = input.length === 3 ? [input[1], input[2], input[0]] : input;
  const x = tf.randomUniform([batch, ...shape]);
  const labels = Array.from({ length: batch }, (_, row) => row % (classes || 2));
  const y = classes
    ? tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32')
    : tf.tensor2d(labels, [batch, 1]);
  const built = specs.map((spec) => {
    const layer = layers[spec.type](spec, shape);
    shape = layer.shape;
    return layer;
  });
  const loss = () => {
    const output = built.reduce((value, { run }) => run(value), x);
    return classes ? tf.losses.softmaxCrossEntropy(y, output) : tf.losses.logLoss(y, output);
  };
  const optimizer = tf.train.sgd(0.01);
  return () => void optimizer.minimize(loss)?.dispose();
}

await answerLines(prepare, JSON.parse(await readFile(new URL('networks.json', import.meta.url), 'utf8')));
