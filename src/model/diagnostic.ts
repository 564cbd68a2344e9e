// A mistake or a hint: a code, a message that says what to do, and its place in the file.
import type { Text } from '../core/text.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export interface Diagnostic {
  /** Kebab-case: `unknown-field`, `shape-mismatch`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: Text;
  /** Offsets into the text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly fix?: Fix;
  /** Others that would, less likely what is wanted. */
  readonly otherFixes?: readonly Fix[];
  /** Whether a page explains it: `media/health/<code>.md`. */
  readonly hasPage?: true;
}

/** An edit that would mend it. */
export interface Fix {
  readonly title: Text;
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}
