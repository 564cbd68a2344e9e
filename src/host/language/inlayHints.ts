// Behind each layer its output's shape and its number of parameters.
import {
  EventEmitter,
  InlayHint,
  workspace,
  type Disposable,
  type InlayHintsProvider,
  type Range,
  type TextDocument,
} from 'vscode';
import { hintsBetween } from '../../model/language/hints.ts';
import { translate } from '../translate.ts';
import type { DiagnosticsBook } from './diagnosticsBook.ts';
import type { Reader } from './reader.ts';

const setting = 'backstep.inlayHints';

export class InlayHints implements InlayHintsProvider, Disposable {
  private readonly reader: Reader;
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: readonly Disposable[];
  readonly onDidChangeInlayHints = this.changed.event;

  constructor(reader: Reader, book: DiagnosticsBook) {
    this.reader = reader;
    this.subscriptions = [
      this.changed,
      book.onDidChange(() => this.changed.fire()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(setting)) this.changed.fire();
      }),
    ];
  }

  provideInlayHints(document: TextDocument, range: Range): InlayHint[] {
    if (workspace.getConfiguration(undefined, document.uri).get<unknown>(setting) === false) return [];
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    return hintsBetween(this.reader.read(document), start, end).map(({ offset, label }) => {
      const hint = new InlayHint(document.positionAt(offset), translate(label));
      hint.paddingLeft = true;
      return hint;
    });
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
