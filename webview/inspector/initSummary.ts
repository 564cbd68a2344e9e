// An init in a line: its name and its figures.
import type { ParameterDescription } from '../../src/protocol/description.ts';
import { short } from '../format.ts';

type Init = ParameterDescription['init'];

/** `kaiming_uniform · fan_in 16 · ±0.612`. */
export function initSummary({ type, explanation }: Init): string {
  const { figures, theory } = explanation;
  const fan = figures.find(([name]) => name.startsWith('fan'));
  const parts = [type, ...(fan ? [`${fan[0]} ${fan[1]}`] : [])];
  if (theory.kind === 'uniform')
    parts.push(
      theory.from === -theory.to ? `±${short(theory.to, 3)}` : `${short(theory.from, 3)} … ${short(theory.to, 3)}`,
    );
  else if (theory.kind === 'normal') parts.push(`σ ${short(theory.std, 3)}`);
  else parts.push(short(theory.value, 3));
  return parts.join(' · ');
}
