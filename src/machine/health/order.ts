// The likeliest cause first: the table of checks is in causal order; hints come last.
import type { Finding } from './check.ts';
import { healthChecks } from './checks.ts';

export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const codes = healthChecks.map(({ code }) => code);
  const rank = ({ severity, code }: Finding) => (severity === 'hint' ? codes.length : 0) + codes.indexOf(code);
  return [...findings].sort((a, b) => rank(a) - rank(b) || (a.layer ?? -1) - (b.layer ?? -1));
}
