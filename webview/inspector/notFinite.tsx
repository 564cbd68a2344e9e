// How much of a tensor is NaN or ∞, if anything is.
import { whole } from '../format.ts';
import { useStatistics } from './figures.tsx';

export function NotFinite({ tensor }: { tensor: string }) {
  const found = useStatistics(tensor);
  if (!found || found.nan + found.infinite === 0) return null;
  return <span class="not-finite">{`× ${whole(found.nan)} NaN · ▲ ${whole(found.infinite)} ∞`}</span>;
}
