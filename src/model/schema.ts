// The file's own fields: what surrounds the options of layers, inits, losses, optimizers and data sources, which stand
// in their records. Types, validation, the JSON schema, completion and hovers come from here and from them.
import * as z from 'zod/mini';
import { boolean, choice, described, integer, number, object, optional, string } from '../core/options.ts';

/** Any whole number that a double holds exactly. */
const seed = (description: string) => integer(description, { min: 0 });

/** `training`. */
export const trainingSchema = object({
  batch_size: optional(integer('Samples in a batch (default: 32, or all rows where there are fewer).', { min: 1 })),
  shuffle: boolean('Whether each epoch goes through the training rows in a new random order.', { default: true }),
  drop_last: boolean('Whether a last batch that is short is left out.', { default: false }),
  epochs: optional(integer('Epochs after which a run ends (default: it goes on until it is stopped).', { min: 1 })),
});

/** `penalties`. */
export const penaltiesSchema = object({
  l1: number('Adds this times the sign of each weight to its gradient.', { default: 0, min: 0 }),
  l2: number('Adds twice this times each weight to its gradient.', { default: 0, min: 0 }),
});

/** `clip`: one of the two. */
export const clipSchema = object({
  norm: optional(
    number('Gradients are shrunk together so that their common norm is at most this.', { exclusiveMin: 0 }),
  ),
  value: optional(number('Each element of a gradient is kept between minus this and this.', { exclusiveMin: 0 })),
}).check(
  z.refine(({ norm, value }) => (norm === undefined) !== (value === undefined), {
    error: 'Give "norm" or "value", one of the two.',
  }),
);

/** What every data source takes besides its own options. */
export const dataSchema = object({
  test: described(
    z._default(z.number().check(z.gte(0), z.lt(1)), 0),
    'Fraction of the rows kept for testing; the rows are shuffled once for it. 0 keeps all for training, in order.',
  ),
  normalize: choice(
    ['none', 'standard', 'minmax'],
    'How x is scaled: not at all, to mean 0 and standard deviation 1 per feature, or to 0..1 per feature, as measured on the training rows.',
    'none',
  ),
  seed: optional(seed('Seed of the generator that makes and splits the data (default: the file’s seed).')),
});

/** Plain top-level fields. */
export const fileSchema = object({
  $schema: optional(string('Address of a JSON schema. Not needed: Backstep brings its own.')),
  name: string('The network’s name, shown above its graph.', { default: '' }),
  seed: described(
    z._default(z.int().check(z.gte(0)), 0),
    'Seed of the run, as torch.manual_seed(seed): initial weights and the order of batches follow from it.',
  ),
  weights: optional(string('Path of a .safetensors file, relative to this one, whose weights the run starts from.')),
});

/** Plain fields of every layer. */
export const layerSchema = object({
  name: optional(
    string(
      'Name of the layer, unique and without dots (default: its type in lower case and its number among layers of that type).',
    ),
  ),
  frozen: boolean('Whether its parameters keep their values: the optimizer leaves them alone.', { default: false }),
  inputs: optional(
    described(
      z.array(z.string()),
      'Names of the layers above that it takes its input from, or "input" for the data (default: the layer above).',
    ),
  ),
});

/** Layers that Repeats may make of a file. */
export const mostLayers = 10_000;

/** Plain fields of a `Repeat`. */
export const repeatFields = object({
  name: optional(
    string(
      'Name of the block (default: "block"), unique and without dots. A layer that is called "attention" in it becomes block1_attention, block2_attention, …; below, the name stands for the last repetition’s output.',
    ),
  ),
  times: integer('How many times the block is repeated.', { min: 1, max: mostLayers }),
});

/** What completion and hovers tell of a `Repeat`. */
export const repeatType = {
  summary:
    'Equal blocks written once: its layers stand in the network as many times as it says, each time with weights of their own.',
  options: object({
    ...repeatFields.def.shape,
    layers: described(
      z.array(z.unknown()),
      'The layers of one block. Their "inputs" name layers of the same block (without a name: linear1 is the block’s first Linear), or "input" for what comes into the block. Outside, layers without a name are counted on through all repetitions.',
    ),
  }),
} as const;

/** Descriptions of the fields that are read by their tables. */
export const tableFields = {
  data: 'What the network learns from: made by a generator, shipped with Backstep, your own file, or written here.',
  layers:
    'The layers, from the data to the output. Each takes its input from the one above unless "inputs" names others.',
  loss: 'What training makes small: a name, or an object with its type and options.',
  optimizer: 'How parameters follow their gradients: a name, or an object with its type and options.',
  training: 'Batches and epochs.',
  scheduler: 'How the learning rate changes during the run: a name, or an object with its type and options.',
  warmup:
    'LinearLR before it: the learning rate grows in a straight line over the first iterations, then this scheduler starts.',
  penalties:
    'What is added to the gradients of all trained parameters, and not to the loss shown, to keep weights small.',
  clip: 'Bounds the gradients, after penalties and before the optimizer.',
  layerOptimizer: 'Options of the optimizer for this layer’s parameters, where they differ: { "lr": 0.01 }.',
  init: 'Init of the weights of all layers, where a layer has none of its own: a name, or an object with its type and options.',
  layerInit: 'Inits of this layer’s parameters by their names ("weight", "bias"), or one init for its weights.',
  layerType: 'The layer’s type, as in torch.nn.',
  source: 'Where the data comes from.',
} as const;
