// What an init gives, known before anything is drawn.
import { initType } from '../../core/inits/inits.ts';
import type { NetworkParameter } from '../../model/model.ts';

function theory({ explicit, init, shape, fanIn, fanOut }: NetworkParameter) {
  const { type, options } = explicit ?? init;
  return initType(type)!.explain(options, { shape, fanIn, fanOut }).theory;
}

/** The one value that all elements get; null where they are drawn. */
export function constantValue(parameter: NetworkParameter): number | null {
  const density = theory(parameter);
  if (density.kind === 'point') return density.value;
  if (density.kind === 'uniform' && density.from === density.to) return density.from;
  return density.kind === 'normal' && density.std === 0 ? density.mean : null;
}

/** Standard deviation of the density that it is drawn from. */
export function drawnDeviation(parameter: NetworkParameter): number {
  const density = theory(parameter);
  if (density.kind === 'point') return 0;
  return density.kind === 'uniform' ? (density.to - density.from) / Math.sqrt(12) : density.std;
}
