// What a comparison compares: the file under other inits, activations or learning rates, each as a change that can be
// written into the text.
import { inits } from '../../core/inits/inits.ts';
import { layers as layerTypes, layerType } from '../../core/layers/layers.ts';
import { text } from '../../core/text.ts';
import type { Fix } from '../../model/diagnostic.ts';
import { takesBare } from '../../model/explicitInits.ts';
import type { Network, NetworkLayer } from '../../model/model.ts';
import type { Change } from '../health/check.ts';
import { fixOf } from '../health/fixes.ts';

export type Compared = 'init' | 'activation' | 'lr';

/** An init as the file has it; null: none, so that the module's own default holds. */
export type InitValue = string | { readonly type: string; readonly [option: string]: string | number } | null;

/** `layer`: name of the only layer that is changed; null: all. `value` undefined: the file as it is. */
export type VariantChange =
  | { readonly compared: 'init'; readonly layer: string | null; readonly value?: InitValue }
  | { readonly compared: 'activation'; readonly layer: string | null; readonly value?: string }
  | { readonly compared: 'lr'; readonly layer: null; readonly value?: number };

/** Fields of a layer that aren't options of its type. */
const ownFields = ['type', 'name', 'inputs', 'frozen', 'init', 'optimizer'];
/** Half a decade a step. */
const ladder = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
/** Steps of the ladder to each side of the file's own rate. */
const stepsDown = 5;
const stepsUp = 4;

/** All that is worth trying, whether it fits or not: reading the edited text tells. The file as it is comes first. */
export function variantsOf(network: Network, compared: Compared, layer: string | null): readonly VariantChange[] {
  switch (compared) {
    case 'init':
      return [
        { compared, layer },
        ...[null, ...Object.keys(inits), { type: 'normal', std: 0.01 }].map((value) => ({ compared, layer, value })),
      ];
    case 'activation':
      return [
        { compared, layer },
        ...Object.keys(layerTypes)
          .filter((type) => isActivation(type))
          .map((value) => ({ compared, layer, value })),
      ];
    case 'lr':
      return [{ compared, layer: null }, ...rates(network.model.optimizer.options.lr)];
    default:
      return compared satisfies never;
  }
}

function rates(lr: number): VariantChange[] {
  const near = ladder.findIndex((rate) => rate >= lr * 0.99);
  const at = near < 0 ? ladder.length - 1 : near;
  return ladder
    .slice(Math.max(0, at - stepsDown), at + stepsUp + 1)
    .map((value) => ({ compared: 'lr', layer: null, value }));
}

/** The change as edits of `source`, which says `network`; null where there is nothing to change or it can't be written. */
export function variantFix(source: string, network: Network, change: VariantChange): Fix | null {
  if (change.value === undefined) return { title: text('The file as it is'), edits: [] };
  const changes = changesOf(network, change);
  // No init at all is what the file has where there is none to take away.
  if (changes.length === 0 && change.value === null) return { title: text('The file as it is'), edits: [] };
  return changes.length === 0 ? null : fixOf({ title: text('Use this'), changes }, source, network);
}

/** Layers that a comparison of this kind changes. */
export function changedLayers(network: Network, compared: Compared): readonly NetworkLayer[] {
  if (compared === 'init')
    return network.layers.filter((layer) => layer.parameters.some((parameter) => takesBare(layer, parameter)));
  // The last layer's activation belongs to the loss.
  if (compared === 'activation') return network.layers.slice(0, -1).filter(({ type }) => isActivation(type));
  return [];
}

function changesOf(network: Network, change: VariantChange): readonly Change[] {
  if (change.compared === 'lr') return [{ kind: 'set', path: ['optimizer', 'lr'], value: change.value }];
  const { compared, layer, value } = change;
  const chosen = changedLayers(network, compared).filter(({ name }) => layer === null || name === layer);
  if (compared === 'activation') return chosen.flatMap((one) => activationChanges(one, value!));
  const changes = chosen.flatMap((one) => initChanges(one, value!, layer !== null));
  if (layer !== null || chosen.length === 0) return changes;
  const own = network.model.layers.some((one) => one.inits['*'] && one.fieldSpans.init === undefined);
  return value === null ? [...changes, ...(own ? [unset(['init'])] : [])] : [...changes, set(['init'], value)];
}

/** The type, and away with the options of the one before. */
function activationChanges(layer: NetworkLayer, type: string): readonly Change[] {
  const options = Object.keys(layer.fieldSpans).filter((name) => !ownFields.includes(name) && !name.includes('.'));
  return [
    { kind: 'type', layer: layer.index, type },
    ...(type === layer.type ? [] : options.map((name) => unset(['layers', layer.index, name]))),
  ];
}

function initChanges(layer: NetworkLayer, value: InitValue, alone: boolean): readonly Change[] {
  const path = ['layers', layer.index, 'init'];
  const bare = layer.parameters.filter((parameter) => takesBare(layer, parameter)).map(({ name }) => name);
  const named = Object.keys(layer.inits).filter((name) => name !== '*');
  const hasOwn = layer.fieldSpans.init !== undefined;
  if (!hasOwn || named.length === 0) {
    // What the whole file says is said once, for all.
    if (!alone && !hasOwn) return [];
    return [value === null || (!alone && hasOwn) ? unset(path) : set(path, value)];
  }
  if (value !== null) return bare.map((name) => set([...path, name], value));
  const others = named.filter((name) => !bare.includes(name));
  if (others.length === 0) return [unset(path)];
  return bare.filter((name) => named.includes(name)).map((name) => unset([...path, name]));
}

const set = (path: readonly (string | number)[], value: unknown): Change => ({ kind: 'set', path, value });
const unset = (path: readonly (string | number)[]): Change => ({ kind: 'unset', path });

const isActivation = (type: string): boolean => layerType(type)?.view.kind === 'activation';

/** What tells two variants apart. */
export function essenceOf({ layers, model }: Network): string {
  return JSON.stringify([
    layers.map(({ type, options, parameters }) => [
      type,
      options,
      parameters.map(({ init, explicit }) => explicit ?? init),
    ]),
    model.optimizer,
  ]);
}
