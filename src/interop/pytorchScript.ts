// The PyTorch script of a network: what a PyTorch user would have written for the same run, seed for seed. It needs torch
// and numpy, and the files beside it that hold the data (and the weights that the run starts from).
import type { Network } from '../model/model.ts';
import { encodeNpz, type NpzArray } from './npz.ts';
import { type Extent, pytorchTraining } from './pytorchTraining.ts';
import { pytorchModel } from './pytorchModel.ts';
import { stateEntries, type StateValues } from './stateDict.ts';

export interface PytorchExport {
  readonly script: string;
  /** To be written beside the script, under its name with `.py` replaced by the suffix. */
  readonly files: readonly { readonly suffix: string; readonly bytes: Uint8Array }[];
}

export interface ExportOptions {
  /** What the run starts from instead of what is drawn: parameters and buffers by full name. */
  readonly weights?: StateValues | null;
  /** How long to train, where not as long as the file says. */
  readonly epochs?: number;
  readonly iterations?: number;
}

/** Iterations, at the least, of a run that has no end. */
const usualIterations = 1000;

export function pytorchScript(network: Network, options: ExportOptions = {}): PytorchExport {
  const weights = options.weights ?? null;
  const { classes, construction, inits } = pytorchModel(network);
  const ordered = construction.some((line) => line.includes('OrderedDict'));
  const classTargets = network.dataset.targetType === 'int32';
  const lines = [
    '"""' + docstring(network.model.name || 'A network', weights !== null),
    '"""',
    ...(ordered ? ['from collections import OrderedDict'] : []),
    'from pathlib import Path',
    '',
    'import numpy as np',
    'import torch',
    'from torch import nn',
    '',
    ...(classes.length > 0 ? ['', ...classes] : []),
    'data = np.load(Path(__file__).with_suffix(".npz"))',
    'x = torch.from_numpy(data["x_train"])',
    `y = torch.from_numpy(data["y_train"])${classTargets ? '.long()' : ''}`,
    '',
    `torch.manual_seed(${network.model.seed})`,
    ...construction,
    ...inits,
    ...(weights ? weightLines : []),
    '',
    ...pytorchTraining(network, extentOf(network, options)),
    '',
  ];
  const files = [{ suffix: '.npz', bytes: dataFile(network) }];
  if (weights) files.push({ suffix: weightsSuffix, bytes: weightsFile(network, weights) });
  return { script: lines.join('\n'), files };
}

const weightsSuffix = '.weights.npz';
const weightLines = [
  `weights = np.load(Path(__file__).with_suffix("${weightsSuffix}"))`,
  'model.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})',
];

function docstring(name: string, weights: boolean): string {
  const title = name.replace(/\s+/g, ' ').replaceAll('\\', '/').replaceAll('"', "'");
  return [
    `${title}, exported from Backstep.`,
    '',
    'Trains the network and prints a line for each iteration: its number and the loss of its batch.',
    'The .npz file beside this one has the data, split and normalised: x_train, y_train, and x_test, y_test if any.',
    ...(weights ? ['The .weights.npz file has the weights that the run starts from.'] : []),
  ].join('\n');
}

function extentOf({ model, batches }: Network, { epochs, iterations }: ExportOptions): Extent {
  if (iterations !== undefined) return { epochs: Math.ceil(iterations / batches), iterations };
  const usual = model.training.epochs ?? Math.ceil(usualIterations / batches);
  return { epochs: epochs ?? usual, iterations: null };
}

function dataFile({ dataset }: Network): Uint8Array {
  const { sampleShape, targetShape, targetType } = dataset;
  const arrays: Record<string, NpzArray> = {};
  for (const part of ['train', 'test'] as const) {
    const { rows, x, y } = dataset[part];
    if (rows === 0) continue;
    arrays[`x_${part}`] = { shape: [rows, ...sampleShape], dtype: 'float32', values: x };
    arrays[`y_${part}`] = { shape: [rows, ...targetShape], dtype: targetType, values: y };
  }
  return encodeNpz(arrays);
}

function weightsFile(network: Network, weights: StateValues): Uint8Array {
  return encodeNpz(
    Object.fromEntries(
      stateEntries(network).flatMap(({ fullName, shape, dtype = 'float32' }) => {
        const values = weights.get(fullName);
        return values ? [[fullName, { shape, dtype, values }]] : [];
      }),
    ),
  );
}
