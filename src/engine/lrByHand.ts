// A learning rate that was set by hand outlives an edit of the text that keeps the weights, unless that edit says another
// rate itself.
import type { Machine } from '../machine/machine.ts';
import type { Network } from '../model/model.ts';

/** The rate at this moment where a hand has set it and the new network's optimizer is still the same; else null. */
export function lrByHand(machine: Machine, { model }: Network): number | null {
  const isSet = machine.hand.all.some(({ kind, tick }) => kind === 'lr' && tick <= machine.tick);
  const { optimizer } = machine.network.model;
  return isSet && JSON.stringify(optimizer) === JSON.stringify(model.optimizer) ? machine.lr : null;
}
