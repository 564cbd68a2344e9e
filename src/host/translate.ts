// Messages of the pure code, in the user's language.
import { l10n } from 'vscode';
import type { WireDiagnostic } from '../protocol/engine.ts';

export function translate({ template, args }: WireDiagnostic['message']): string {
  return l10n.t(template, ...args);
}
