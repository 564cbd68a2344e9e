// One number of a layer's output, or of the loss, in numbers: the steps that made it, the chain rule back to a weight, and
// what the optimizer made of that. Everything is of one iteration: a weight that has moved since is told as it was, and
// before the forward pass has come to a layer, what it will compute.
import { layerType } from '../core/layers/layers.ts';
import { lossType } from '../core/losses/losses.ts';
import { optimizerType } from '../core/optimizers/optimizers.ts';
import { sizeOf } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import {
  flatIndex,
  type Quantity,
  type WorkedBuild,
  type WorkedLossBuild,
  type WorkedStep,
  type WorkedTerm,
} from '../core/worked.ts';
import { gradName, outputName, updateName } from '../model/draft.ts';
import type { NetworkLayer } from '../model/model.ts';
import { groupsOfLayers, optimizerGroups } from '../model/schedule.ts';
import { CalculationReader, type NumberReader } from './calculationReader.ts';
import type { Machine } from './machine.ts';
import { Probe } from './probe.ts';
import { SampleReader } from './sampleReader.ts';
import type { LoneSample } from './loneSample.ts';

export interface CalculationRequest {
  /** A layer's index; layers.length: the loss. */
  readonly node: number;
  /** Which number of its output (of the loss: of what it is computed from), the row of the batch first. */
  readonly at: readonly number[];
  /** So many terms of a sum, the largest, are told one by one. */
  readonly terms: number;
  /** The element of a parameter whose gradient is spelled out; the one with the largest part where left out. */
  readonly weight?: { readonly tensor: string; readonly index: number } | undefined;
  /** Of this sample, fed forward by itself in eval mode, not of the batch. */
  readonly sample?: LoneSample;
}

/** A term with what comes back to the parameter in it. */
export interface ShownTerm extends WorkedTerm {
  readonly back?: {
    readonly weight: Quantity;
    /** ∂L/∂z · x: this sample's and place's part of the gradient. */
    readonly part: number;
    readonly gradient: Quantity | null;
    readonly update: Quantity | null;
  };
}

type Sum = Extract<WorkedStep, { kind: 'sum' }>;
export type ShownSum = Omit<Sum, 'terms'> & {
  readonly terms: readonly ShownTerm[];
  /** The smaller ones together. */
  readonly rest: { readonly count: number; readonly value: number } | null;
};
export type ShownStep = Exclude<WorkedStep, { kind: 'sum' }> | ShownSum;

export interface Calculation {
  /** 'missing': not computed yet, and not all it is computed from is there. */
  readonly state: 'computed' | 'ahead' | 'missing';
  readonly forward: readonly (ShownStep & { readonly node: number })[];
  /** ∂L/∂ the result, back to what went in; empty where no gradient flows. */
  readonly backward: readonly ShownStep[];
  /** Whether the backward pass of this iteration has been here. */
  readonly isBack: boolean;
  readonly weight: {
    readonly symbol: string;
    readonly tensor: string;
    readonly index: number;
    /** The gradient over the whole batch; null where the record tells none. */
    readonly gradient: ShownSum | null;
    readonly formula: string;
    readonly parts: readonly Quantity[];
    readonly update: Quantity | null;
  } | null;
}

/** Null for a layer that has nothing to calculate. */
export function calculate(
  machine: Machine,
  request: CalculationRequest,
  probe = new Probe(machine),
): Calculation | null {
  const layer = machine.network.layers[request.node];
  if (request.sample && !probe.show(request.sample)) return null;
  if (request.sample && !layer && !probe.hasTarget) return missing;
  const readerOf: ReaderOf = (output, inputs) =>
    request.sample ? new SampleReader(machine, probe) : CalculationReader.of(machine, output, inputs);
  return layer ? ofLayer(machine, layer, request, readerOf) : ofLoss(machine, request, readerOf);
}

/** Null where nothing was computed yet. */
type ReaderOf = (output: string, inputs: readonly string[]) => NumberReader | null;

const nothing = { forward: [], backward: [], isBack: false, weight: null };
const missing: Calculation = { state: 'missing', ...nothing };

function ofLayer(
  machine: Machine,
  layer: NetworkLayer,
  request: CalculationRequest,
  readerOf: ReaderOf,
): Calculation | null {
  const type = layerType(layer.type)!;
  if (!type.worked) return null;
  const reader = readerOf(outputName(layer), inputNames(machine, layer));
  const build = reader && layerBuild(machine, layer, reader);
  if (!reader || !build) return missing;
  const at = clamped(request.at, build.output.shape);
  const own = type.worked(build, at);
  const taker = activationAfter(machine, layer);
  const after = taker && layerBuild(machine, taker, reader, build.output);
  const activated = taker && after ? layerType(taker.type)!.worked!(after, at) : [];
  if (reader.isMissing) return missing;
  const slope = backward(machine, reader, layer, taker, at, [...own, ...activated]);
  const steps = own.map((step) => ({ ...shown(step, request.terms), node: layer.index }));
  const [first] = steps;
  const weighs = first?.kind === 'sum' && type.workedGradient !== undefined && reader.mode === 'train';
  const forward = weighs
    ? [
        { ...first, terms: first.terms.map((term) => withBack(machine, reader, layer, term, slope.z)) },
        ...steps.slice(1),
      ]
    : steps;
  const [largest] = weighs ? (forward[0] as ShownSum).terms : [];
  const weight = request.weight ?? largest?.back?.weight;
  return {
    state: reader.isAhead ? 'ahead' : 'computed',
    forward: [...forward, ...activated.map((step) => ({ ...shown(step, request.terms), node: taker!.index }))],
    backward: slope.steps,
    isBack: slope.isBack,
    weight:
      weighs && weight?.tensor ? weightOf(machine, reader, layer, build, weight, slope.isBack, request.terms) : null,
  };
}

function ofLoss(machine: Machine, { at: asked, terms }: CalculationRequest, readerOf: ReaderOf): Calculation | null {
  const { network, program } = machine;
  const { type: name, options } = network.model.loss;
  const type = lossType(name)!;
  if (!type.worked) return null;
  const last = network.layers[network.layers.length - 1];
  const reader = readerOf('loss', [outputName(last), 'target']);
  if (!reader) return missing;
  const grad = gradName(outputName(last));
  const learned = reader.mode === 'train' ? (program.tensors.get(`${grad}@loss`) ?? program.tensors.get(grad)) : null;
  const gradTensor = learned?.tensor ?? null;
  const input = reader.tensor(outputName(last));
  const build: WorkedLossBuild = {
    ...{ options, input, target: reader.tensor('target'), loss: reader.tensor('loss'), inputGrad: gradTensor },
    scratch: (own) => reader.tensor(`loss.${own}`),
    read: reader.read,
    result: reader.result,
  };
  const at = clamped(asked, input.shape);
  const forward = type.worked(build, at);
  const slope = type.workedGradient?.(build, at) ?? null;
  if (reader.isMissing) return missing;
  return {
    state: reader.isAhead ? 'ahead' : 'computed',
    forward: forward.map((step) => ({ ...shown(step, terms), node: network.layers.length })),
    backward: slope ? [shown(slope, terms)] : [],
    isBack: gradTensor !== null && reader.isCurrent(gradTensor.name),
    weight: null,
  };
}

function inputNames({ network }: Machine, { inputs }: NetworkLayer): string[] {
  return inputs.map((input) => (input < 0 ? 'input' : outputName(network.layers[input])));
}

function layerBuild(machine: Machine, layer: NetworkLayer, reader: NumberReader, from?: Tensor): WorkedBuild | null {
  const inputs = from ? [from] : inputNames(machine, layer).map((name) => reader.tensor(name));
  const rows = inputs[0].shape[0];
  return {
    options: layer.options,
    mode: reader.mode,
    inputs: inputs.map((tensor) => ({ ...tensor, shape: [rows, ...tensor.shape.slice(1)] })),
    output: { ...reader.tensor(outputName(layer)), shape: [rows, ...layer.outputShape] },
    parameters: Object.fromEntries(layer.parameters.map(({ name, fullName }) => [name, reader.tensor(fullName)])),
    scratch: (own) => reader.tensor(`${layer.name}.${own}`),
    read: reader.read,
    result: reader.result,
  };
}

/** The activation that alone takes a layer's output. */
function activationAfter({ network }: Machine, { index }: NetworkLayer): NetworkLayer | null {
  const takers = network.layers.filter(({ inputs }) => inputs.includes(index));
  if (takers.length !== 1 || takers[0].inputs.length !== 1) return null;
  const type = layerType(takers[0].type)!;
  return type.view.kind === 'activation' && type.worked ? takers[0] : null;
}

function clamped(at: readonly number[], shape: readonly number[]): number[] {
  return shape.map((length, axis) => Math.max(0, Math.min(at[axis] ?? 0, length - 1)));
}

/** The largest terms; the others as one. */
function shown(step: WorkedStep, most: number): ShownStep {
  if (step.kind !== 'sum') return step;
  const order = step.terms.map((_, i) => i);
  order.sort((a, b) => Math.abs(step.terms[b].value) - Math.abs(step.terms[a].value) || a - b);
  const rest = order.slice(most).reduce((sum, i) => sum + step.terms[i].value, 0);
  return {
    ...step,
    terms: order.slice(0, most).map((i) => step.terms[i]),
    rest: order.length > most ? { count: order.length - most, value: rest } : null,
  };
}

/** ∂L/∂a, by f′ to ∂L/∂z where the steps end in a curve. */
function backward(
  { program, network }: Machine,
  reader: NumberReader,
  layer: NetworkLayer,
  taker: NetworkLayer | null,
  at: readonly number[],
  steps: readonly WorkedStep[],
): { steps: readonly ShownStep[]; isBack: boolean; z: Quantity | null } {
  const end = taker ?? layer;
  const grad = gradName(outputName(end));
  if (reader.mode === 'eval' || !program.tensors.has(grad)) return { steps: [], isBack: false, z: null };
  const isBack = reader.isCurrent(grad);
  const last = steps[steps.length - 1];
  const index = flatIndex(reader.tensor(outputName(end)).shape, at);
  const slope = reader.gradient(grad, index, `∂L/∂${last.result.symbol}`);
  if (last.kind !== 'curve') {
    const formula = `∂L/∂${last.result.symbol}`;
    const step = {
      kind: 'formula',
      name: 'from above',
      formula,
      parts: [],
      result: slope,
      total: slope.value,
    } as const;
    return { steps: [step], isBack, z: isBack ? slope : null };
  }
  const source = network.layers[end.inputs[0]];
  const edge = source && gradName(outputName(source));
  const inputGrad = source && (program.tensors.has(`${edge}@${end.name}.0`) ? `${edge}@${end.name}.0` : edge);
  const total = slope.value * last.slope;
  const z =
    inputGrad !== undefined && program.tensors.has(inputGrad)
      ? reader.gradient(inputGrad, index, `∂L/∂${last.x.symbol}`, total)
      : { symbol: `∂L/∂${last.x.symbol}`, value: total };
  const step: ShownStep = {
    ...{ kind: 'formula', name: 'through the activation', total, result: z },
    formula: `∂L/∂${last.x.symbol} = ∂L/∂${last.result.symbol} · f′(${last.x.symbol})`,
    parts: [slope, { symbol: `f′(${last.x.symbol})`, value: last.slope }],
  };
  return { steps: [step], isBack, z: isBack ? z : null };
}

/** What comes back to the parameter in a term. */
function withBack(
  { program }: Machine,
  reader: NumberReader,
  { parameters }: NetworkLayer,
  term: WorkedTerm,
  z: Quantity | null,
): ShownTerm {
  const weight = term.factors.find(({ tensor }) => parameters.some(({ fullName }) => fullName === tensor));
  if (weight?.tensor === undefined || weight.index === undefined) return term;
  const others = term.factors.filter((factor) => factor !== weight);
  const grad = gradName(weight.tensor);
  return {
    ...term,
    back: {
      weight,
      part: z ? others.reduce((value, factor) => value * factor.value, z.value) : NaN,
      gradient: z && program.tensors.has(grad) ? reader.gradient(grad, weight.index, `∂L/∂${weight.symbol}`) : null,
      update: reader.hasMoved(weight.tensor)
        ? reader.gradient(updateName(weight.tensor), weight.index, `Δ${weight.symbol}`)
        : null,
    },
  };
}

function weightOf(
  machine: Machine,
  reader: NumberReader,
  layer: NetworkLayer,
  build: WorkedBuild,
  { tensor: fullName, index, symbol: given }: { tensor?: string; index?: number; symbol?: string },
  isBack: boolean,
  terms: number,
): Calculation['weight'] {
  const { network, program } = machine;
  const parameter = layer.parameters.find((one) => one.fullName === fullName);
  if (!parameter || index === undefined || index >= sizeOf(parameter.shape)) return null;
  const grad = gradName(parameter.fullName);
  const outputGrad = program.tensors.get(gradName(outputName(layer)));
  if (!program.tensors.has(grad) || !outputGrad) return null;
  const { output } = build;
  const step = layerType(layer.type)!.workedGradient!(
    {
      ...build,
      outputGrad: { ...outputGrad.tensor, shape: output.shape },
      read: reader.read,
      // The record names the parameter; its gradient is what is meant.
      result: (_, at, symbol, total) => reader.gradient(grad, at, symbol, total),
    },
    parameter.name,
    index,
  );
  const symbol = given ?? (step?.result.symbol.replace('∂L/∂', '') || parameter.name);
  const options = optimizerGroups(network)[groupsOfLayers(network)[layer.index]];
  const optimizer = optimizerType(network.model.optimizer.type)!;
  const moved = reader.hasMoved(parameter.fullName);
  return {
    ...{ symbol, tensor: parameter.fullName, index },
    gradient: isBack && step?.kind === 'sum' ? (shown(step, terms) as ShownSum) : null,
    formula: optimizer.formula(options),
    parts: [
      reader.read(reader.tensor(parameter.fullName), index, symbol),
      ...(isBack ? [reader.gradient(grad, index, 'g')] : []),
      ...optimizer.state(options).map((state) => reader.gradient(`${parameter.fullName}.${state}`, index, state)),
      { symbol: 'lr', value: machine.lr },
    ],
    update: moved ? reader.gradient(updateName(parameter.fullName), index, `Δ${symbol}`) : null,
  };
}
