// The words on a card: its name, what stands at the right of it, the line at the foot, its shape.
import type { LayerDescription, NetworkDescription } from '../../src/protocol/description.ts';
import type { ViewStrings } from '../../src/protocol/strings.ts';
import { format, shapeText, whole } from '../format.ts';
import { nodeName } from '../store.ts';
import type { Box } from './boxes.ts';

export interface Captions {
  readonly name: string;
  readonly type: string;
  readonly foot: string;
  readonly shape: string;
}

/** `rows`: of the batch shown; 0 before the first. */
export function captions(network: NetworkDescription, box: Box, rows: number, strings: ViewStrings): Captions {
  const layer = network.layers[box.index];
  if (!layer) return box.index < 0 ? ofData(network, strings) : ofLoss(network, rows, strings);
  if (box.kind === 'card') return ofLayer(layer, strings);
  const members = network.layers.slice(box.index, box.last + 1);
  const parameters = members.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  const foot = parameters === 0 ? '' : format(strings.params, whole(parameters));
  const shape = shapeText(members[members.length - 1].batchShape);
  if (box.kind === 'neurons') {
    const types = members.map(({ type, detail }) => (detail ? `${type} ${detail}` : type)).join(', ');
    return { name: members.map(({ name }) => name).join(' · '), type: types, foot, shape };
  }
  const repetitions = layer.block ? Math.max(...members.map(({ block }) => block?.repetition ?? 1)) : 1;
  const type = format(strings.layersEach, members.length / repetitions);
  return { name: `${layer.block?.name ?? layer.name} × ${repetitions}`, type, foot, shape };
}

function ofLayer(layer: LayerDescription, strings: ViewStrings): Captions {
  const parameters = layer.parameterCount === 0 ? '' : format(strings.params, whole(layer.parameterCount));
  const foot = [parameters, layer.frozen ? strings.frozen : ''].filter(Boolean).join(' · ');
  return { name: layer.name, type: `${layer.type} ${layer.detail}`.trim(), foot, shape: shapeText(layer.batchShape) };
}

function ofData(network: NetworkDescription, strings: ViewStrings): Captions {
  const { source, trainRows, testRows } = network.data;
  const test = testRows > 0 ? ` · ${format(strings.testRows, whole(testRows))}` : '';
  return {
    name: nodeName(network, -1),
    type: source,
    foot: format(strings.trainRows, whole(trainRows)) + test,
    shape: '',
  };
}

function ofLoss(network: NetworkDescription, rows: number, strings: ViewStrings): Captions {
  const { loss, layers, batchSize } = network;
  const foot = format(loss.reduction === 'sum' ? strings.sumOver : strings.meanOver, rows || batchSize);
  return { name: nodeName(network, layers.length), type: loss.type, foot, shape: '' };
}
