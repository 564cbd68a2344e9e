// Formatting of the whole text or a part of it; comments stay.
import {
  type DocumentFormattingEditProvider,
  type DocumentRangeFormattingEditProvider,
  type FormattingOptions,
  type Range,
  type TextDocument,
  type TextEdit,
} from 'vscode';
import { formattingEdits } from '../../model/language/format.ts';
import { editsOf } from './ranges.ts';

export class Formatting implements DocumentFormattingEditProvider, DocumentRangeFormattingEditProvider {
  provideDocumentFormattingEdits(document: TextDocument, options: FormattingOptions): TextEdit[] {
    return editsOf(document, formattingEdits(document.getText(), options));
  }

  provideDocumentRangeFormattingEdits(document: TextDocument, range: Range, options: FormattingOptions): TextEdit[] {
    const part = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    return editsOf(document, formattingEdits(document.getText(), options, part));
  }
}
