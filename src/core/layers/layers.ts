// The table of layers: a new one is its file and a line here.
import { adaptiveAvgPool2d } from './adaptiveAvgPool2d.ts';
import { add } from './add.ts';
import { avgPool2d } from './avgPool2d.ts';
import { batchNorm1d } from './batchNorm1d.ts';
import { batchNorm2d } from './batchNorm2d.ts';
import { concat } from './concat.ts';
import { conv1d } from './conv1d.ts';
import { conv2d } from './conv2d.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { gelu } from './gelu.ts';
import { gru } from './gru.ts';
import { hardtanh } from './hardtanh.ts';
import { identity } from './identity.ts';
import type { LayerType } from './layer.ts';
import { layerNorm } from './layerNorm.ts';
import { leakyReLU } from './leakyReLU.ts';
import { linear } from './linear.ts';
import { logSoftmax } from './logSoftmax.ts';
import { lstm } from './lstm.ts';
import { maxPool1d } from './maxPool1d.ts';
import { maxPool2d } from './maxPool2d.ts';
import { multiheadAttention } from './multiheadAttention.ts';
import { multiply } from './multiply.ts';
import { permute } from './permute.ts';
import { positionalEmbedding } from './positionalEmbedding.ts';
import { prelu } from './prelu.ts';
import { relu } from './relu.ts';
import { rnn } from './rnn.ts';
import { select } from './select.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { softmax } from './softmax.ts';
import { softplus } from './softplus.ts';
import { softsign } from './softsign.ts';
import { tanh } from './tanh.ts';
import { unflatten } from './unflatten.ts';

/** By PyTorch's class name, in the order in which completion offers them. */
export const layers = {
  Linear: linear,
  Conv1d: conv1d,
  Conv2d: conv2d,
  ReLU: relu,
  LeakyReLU: leakyReLU,
  PReLU: prelu,
  ELU: elu,
  GELU: gelu,
  SiLU: silu,
  Sigmoid: sigmoid,
  Tanh: tanh,
  Hardtanh: hardtanh,
  Softplus: softplus,
  Softsign: softsign,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  MaxPool1d: maxPool1d,
  MaxPool2d: maxPool2d,
  AvgPool2d: avgPool2d,
  AdaptiveAvgPool2d: adaptiveAvgPool2d,
  BatchNorm1d: batchNorm1d,
  BatchNorm2d: batchNorm2d,
  LayerNorm: layerNorm,
  Dropout: dropout,
  Embedding: embedding,
  PositionalEmbedding: positionalEmbedding,
  MultiheadAttention: multiheadAttention,
  RNN: rnn,
  LSTM: lstm,
  GRU: gru,
  Identity: identity,
  Flatten: flatten,
  Unflatten: unflatten,
  Permute: permute,
  Select: select,
  Add: add,
  Concat: concat,
  Multiply: multiply,
} satisfies Record<string, LayerType>;

/**
 * The layer of this name. Its methods take the options that its own schema made: that the table forgets which those are
 * (methods are bivariant) is hidden here.
 */
export function layerType(type: string): LayerType | undefined {
  return Object.hasOwn(layers, type) ? layers[type as keyof typeof layers] : undefined;
}
