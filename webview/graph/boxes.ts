// What the graph is made of: a box for the data, each layer and the loss; one box for a folded Repeat, and in the neuron
// view one for the layers that act on the same neurons. Boxes are ranges of nodes, in the network's order.
import type { LayerDescription, NetworkDescription } from '../../src/protocol/description.ts';

export const cardWidth = 206;
export const cardHeight = 196;

/** Nodes first … last: −1 is the data, layers.length the loss. */
export interface Box {
  readonly kind: 'card' | 'block' | 'neurons';
  readonly index: number;
  readonly last: number;
  readonly width: number;
  readonly height: number;
}

/** From box to box; source and target are the nodes themselves: the output of `source` flows into `target`. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly source: number;
  readonly target: number;
}

export interface BoxGraph {
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
  /** For each node, index + 1, the number of its box. */
  readonly boxOf: Int32Array;
}

/** Units that are drawn as neurons at the most, and the inputs of one. */
const mostNeurons = 64;
/** Layers above which Repeats start folded. */
const manyLayers = 48;

export interface Block {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly repetitions: number;
}

/** The Repeats of a network: each a run of layers. */
export function blocksOf({ layers }: NetworkDescription): readonly Block[] {
  const blocks: Block[] = [];
  for (const { index, block } of layers) {
    if (!block) continue;
    const before = blocks.at(-1);
    if (before?.name === block.name && before.last === index - 1)
      blocks[blocks.length - 1] = {
        ...before,
        last: index,
        repetitions: Math.max(before.repetitions, block.repetition),
      };
    else blocks.push({ name: block.name, first: index, last: index, repetitions: block.repetition });
  }
  return blocks;
}

/** Which Repeats are folded: as the user chose (`+name` folded, `-name` unfolded), else those of a large network. */
export function foldedBlocks(network: NetworkDescription, chosen: readonly string[]): readonly Block[] {
  const usual = network.layers.length > manyLayers;
  return blocksOf(network).filter(({ name }) => (usual ? !chosen.includes(`-${name}`) : chosen.includes(`+${name}`)));
}

/** Size of a neuron's tile, by how many stand above each other. */
export function tileSize(units: number): { readonly size: number; readonly gap: number } {
  if (units <= 8) return { size: 44, gap: 12 };
  if (units <= 16) return { size: 34, gap: 8 };
  if (units <= 32) return { size: 20, gap: 5 };
  return { size: 11, gap: 3 };
}

/** Where the first tile begins in a box of neurons, and what its foot takes. */
export const neuronsTop = 36;
const neuronsFoot = 26;
const neuronsWidth = 118;
/** The widest box that has names beside its neurons, and what a letter takes there. */
const [namedWidth, letterWidth] = [196, 5.6];

function neuronsHeight(units: number): number {
  const { size, gap } = tileSize(units);
  return neuronsTop + units * (size + gap) - gap + neuronsFoot;
}

/** How many neurons a node has that can be drawn each for itself; 0: none. */
export function neuronCount(network: NetworkDescription, index: number): number {
  const shape = index < 0 ? network.data.sampleShape : (network.layers[index]?.outputShape ?? []);
  return shape.length === 1 && shape[0] <= mostNeurons ? shape[0] : 0;
}

/** Names of the inputs, where there are so few that each has its line. */
export function namedInputs({ data }: NetworkDescription): readonly string[] {
  return data.sampleShape.length === 1 && data.sampleShape[0] <= 16 ? data.featureNames : [];
}

/** The tiles stand in the middle, names at their left. */
function inputWidth(network: NetworkDescription): number {
  const longest = Math.max(0, ...namedInputs(network).map(({ length }) => length));
  const { size } = tileSize(neuronCount(network, -1));
  return Math.round(Math.max(neuronsWidth, Math.min(namedWidth, size + 2 * (longest * letterWidth + 14))));
}

/** Whether a layer joins each neuron before it with each of its own. */
function isLinked(network: NetworkDescription, layer: LayerDescription): boolean {
  return (
    layer.view.kind === 'weights' &&
    layer.view.links === true &&
    layer.inputs.length === 1 &&
    neuronCount(network, layer.inputs[0]) > 0 &&
    neuronCount(network, layer.index) > 0
  );
}

/** Whether the network has any layer that the neuron view draws. */
export function hasNeurons(network: NetworkDescription): boolean {
  return network.layers.some((layer) => isLinked(network, layer));
}

interface Options {
  readonly folded: readonly Block[];
  readonly neurons: boolean;
}

export function boxesOf(network: NetworkDescription, { folded, neurons }: Options): BoxGraph {
  const { layers } = network;
  const boxes: Box[] = [];
  const card = (index: number): Box => ({ kind: 'card', index, last: index, width: cardWidth, height: cardHeight });
  const ofNeurons = (index: number, last: number, units: number, width = neuronsWidth): Box => ({
    kind: 'neurons',
    index,
    last,
    width,
    height: neuronsHeight(units),
  });
  const takers = takersOf(network);
  const inputUnits = neuronCount(network, -1);
  const first = layers.find((layer) => layer.inputs.includes(-1));
  boxes.push(
    neurons && first && isLinked(network, first) ? ofNeurons(-1, -1, inputUnits, inputWidth(network)) : card(-1),
  );
  for (let index = 0; index < layers.length; index++) {
    const block = folded.find((one) => one.first === index);
    if (block) {
      boxes.push({ ...card(index), kind: 'block', last: block.last });
      index = block.last;
      continue;
    }
    const units = neurons ? neuronCount(network, index) : 0;
    const isDrawn = units > 0 && (isLinked(network, layers[index]) || feedsLinked(network, takers, index));
    if (!isDrawn) {
      boxes.push(card(index));
      continue;
    }
    let last = index;
    // What acts on each neuron alone (an activation, a norm, dropout) belongs to it.
    while (continues(network, takers, last)) last++;
    boxes.push(ofNeurons(index, last, units));
    index = last;
  }
  boxes.push(card(layers.length));
  return { boxes, ...linksOf(network, boxes) };
}

function continues(network: NetworkDescription, takers: readonly (readonly number[])[], index: number): boolean {
  const next = network.layers[index + 1];
  return (
    next !== undefined &&
    !isLinked(network, next) &&
    next.inputs.length === 1 &&
    next.inputs[0] === index &&
    takers[index + 1].length === 1 &&
    next.outputShape.length === 1 &&
    next.outputShape[0] === network.layers[index].outputShape[0]
  );
}

function feedsLinked(network: NetworkDescription, takers: readonly (readonly number[])[], index: number): boolean {
  return takers[index + 1].some((to) => to < network.layers.length && isLinked(network, network.layers[to]));
}

/** For each node, index + 1, the nodes that take its output. */
function takersOf({ layers }: NetworkDescription): number[][] {
  const takers = Array.from({ length: layers.length + 1 }, (): number[] => []);
  for (const { index, inputs } of layers) for (const input of inputs) takers[input + 1].push(index);
  takers[layers.length].push(layers.length);
  return takers;
}

function linksOf({ layers }: NetworkDescription, boxes: readonly Box[]): Pick<BoxGraph, 'links' | 'boxOf'> {
  const boxOf = new Int32Array(layers.length + 2);
  boxes.forEach(({ index, last }, box) => boxOf.fill(box, index + 1, last + 2));
  const links: Link[] = [];
  const known = new Set<string>();
  const add = (source: number, target: number): void => {
    const [from, to] = [boxOf[source + 1], boxOf[target + 1]];
    const key = `${source} ${to}`;
    if (from === to || known.has(key)) return;
    known.add(key);
    links.push({ from, to, source, target });
  };
  for (const { index, inputs } of layers) for (const input of inputs) add(input, index);
  add(layers.length - 1, layers.length);
  return { links, boxOf };
}
