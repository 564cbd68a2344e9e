// The inspector's tabs: which a node has, and what each shows.
import type { ComponentType } from 'preact';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { ViewStrings } from '../../src/protocol/strings.ts';
import { gradientOf } from '../graph/tensors.ts';
import { ActivationsTab } from './activationsTab.tsx';
import { GradientsTab } from './gradientsTab.tsx';
import { CalculationTab } from '../neuron/calculationTab.tsx';
import { InitTab } from './initTab.tsx';
import type { TabProps } from './tabProps.ts';
import { UpdateTab } from './updateTab.tsx';
import { WeightsTab } from './weightsTab.tsx';

export interface Tab {
  readonly id: string;
  name(strings: ViewStrings): string;
  isFor(network: NetworkDescription, index: number): boolean;
  readonly Body: ComponentType<TabProps>;
}

const hasParameters = (network: NetworkDescription, index: number): boolean =>
  (network.layers[index]?.parameters.length ?? 0) > 0;

export const tabs: readonly Tab[] = [
  { id: 'weights', name: (strings) => strings.weights, isFor: hasParameters, Body: WeightsTab },
  { id: 'activations', name: (strings) => strings.activations, isFor: () => true, Body: ActivationsTab },
  {
    id: 'gradients',
    name: (strings) => strings.gradients,
    isFor: (network, index) => index >= 0 && gradientOf(network, Math.min(index, network.layers.length - 1)) !== null,
    Body: GradientsTab,
  },
  { id: 'init', name: (strings) => strings.init, isFor: hasParameters, Body: InitTab },
  {
    id: 'update',
    name: (strings) => strings.updateTab,
    isFor: (network, index) => network.layers[index]?.parameters.some(({ trained }) => trained) ?? false,
    Body: UpdateTab,
  },
  {
    id: 'neuron',
    name: () => 'ƒ',
    isFor: (network, index) => (network.layers[index] ?? (index < 0 ? null : network.loss))?.worked ?? false,
    Body: CalculationTab,
  },
];
