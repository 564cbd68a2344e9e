// Places in the text, in the model's words and in the editor's.
import { Range, TextEdit, type TextDocument } from 'vscode';
import type { TextEdit as ModelEdit } from '../../model/edit.ts';
import type { Span } from '../../model/model.ts';

export function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}

export function editsOf(document: TextDocument, edits: readonly ModelEdit[]): TextEdit[] {
  return edits.map((edit) => new TextEdit(rangeOf(document, edit), edit.text));
}
