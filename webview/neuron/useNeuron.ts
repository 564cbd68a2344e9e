// The numbers of one unit for one sample, each read from its tensor's cell.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readWindow } from '../../src/protocol/frame.ts';
import { useStore } from '../context.ts';
import { outputOf } from '../graph/tensors.ts';
import { useWatch } from '../watches.ts';
import { doneAt, termsOf, type Done, type Term, type WeighedLayer } from './neuron.ts';

export interface Neuron {
  readonly done: Done;
  /** null: not computed yet. */
  readonly terms: readonly Term[] | null;
  /** As it was when the sum was made. */
  readonly b: number | null;
  readonly z: number | null;
  readonly a: number | null;
  /** ∂L/∂a and ∂L/∂z for this sample. */
  readonly da: number | null;
  readonly dz: number | null;
  /** By input: ∂L/∂w over the whole batch, and what the last step added to w. */
  readonly dw: Float32Array | null;
  readonly update: Float32Array | null;
}

/** Columns from..to of one row of a tensor. */
function useRow(tensor: string | null, row: number, from: number, to: number): Float32Array | null {
  const watch = { kind: 'window' as const, rows: [row, row + 1] as const, columns: [from, to] as const };
  const answer = useWatch(tensor === null ? null : { ...watch, tensor, height: 1, width: to - from });
  return answer && readWindow(answer).cells;
}

function useCell(tensor: string | null, row: number, column: number): number | null {
  const cells = useRow(tensor, row, column, column + 1);
  return cells && cells.length > 0 ? cells[0] : null;
}

export function useNeuron(network: NetworkDescription, weighed: WeighedLayer, unit: number, sample: number): Neuron {
  const { layer, weight, bias, inputs, activation } = weighed;
  const moment = useStore().moment.value;
  const done = moment ? doneAt(network, moment, layer.index) : { forward: false, backward: false, update: false };
  const grad = (trained: boolean, name: string): string | null => (trained ? `${name}.grad` : null);
  const moved = (trained: boolean, name: string): string | null => (trained ? `${name}.update` : null);
  const output = outputOf(network, layer.index).name;
  const x = useRow(outputOf(network, layer.inputs[0]).name, sample, 0, inputs);
  const w = useRow(weight.fullName, unit, 0, inputs);
  const dw = useRow(grad(weight.trained, weight.fullName), unit, 0, inputs);
  const update = useRow(moved(weight.trained, weight.fullName), unit, 0, inputs);
  const b = useCell(bias?.fullName ?? null, 0, unit);
  const biasUpdate = useCell(bias && moved(bias.trained, bias.fullName), 0, unit);
  const z = useCell(output, sample, unit);
  const a = useCell(activation && outputOf(network, activation.index).name, sample, unit);
  const da = useCell(activation?.hasGradient ? `${activation.name}.output.grad` : null, sample, unit);
  const dz = useCell(layer.hasGradient ? `${output}.grad` : null, sample, unit);
  return {
    done,
    terms: x && w && termsOf(x, w, done.update ? update : null),
    b: b === null ? null : b - (done.update ? (biasUpdate ?? 0) : 0),
    z,
    a,
    da,
    dz,
    dw,
    update,
  };
}
