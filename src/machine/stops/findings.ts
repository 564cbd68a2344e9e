// The filters that ask the health monitor: which of its findings are new since the iteration before.
import type { Text } from '../../core/text.ts';
import type { ExceptionKind } from './request.ts';

/** The part of a health finding that matters here. */
export interface HealthFinding {
  readonly code: string;
  readonly severity: string;
  readonly layer: number | null;
  readonly message: Text;
}

const codes: Readonly<Record<Exclude<ExceptionKind, 'nan' | 'health'>, readonly string[]>> = {
  exploding: ['exploding-gradient', 'diverging', 'updates-too-large'],
  vanishing: ['vanishing-gradient'],
  dead: ['dead-relu', 'dead-from-start'],
};

export function concerns(kind: ExceptionKind, { code, severity }: HealthFinding): boolean {
  if (kind === 'nan') return false;
  if (kind === 'health') return severity === 'warning' || severity === 'error';
  return codes[kind].includes(code);
}

/** Those that were not there before. */
export function newFindings(before: readonly HealthFinding[], now: readonly HealthFinding[]): readonly HealthFinding[] {
  return now.filter((one) => !before.some(({ code, layer }) => code === one.code && layer === one.layer));
}
