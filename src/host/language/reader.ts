// The documents as they are understood at this moment, each version read once, for all that answers questions on them.
import { workspace, type Disposable, type TextDocument } from 'vscode';
import { understandText, type Understood } from '../../model/language/understood.ts';
import type { DiagnosticsBook } from './diagnosticsBook.ts';

interface Reading {
  readonly version: number;
  readonly understood: Understood;
}

export class Reader implements Disposable {
  private readonly book: DiagnosticsBook;
  private readonly readings = new Map<string, Reading>();
  private readonly subscription: Disposable;

  constructor(book: DiagnosticsBook) {
    this.book = book;
    this.subscription = workspace.onDidCloseTextDocument(({ uri }) => void this.readings.delete(uri.toString()));
  }

  /** The shape of the data is the one that the engine found last: it follows an edit of the data a moment later. */
  read(document: TextDocument): Understood {
    const key = document.uri.toString();
    const sampleShape = this.book.sampleShape(document.uri);
    const last = this.readings.get(key);
    if (last?.version === document.version && last.understood.sampleShape === sampleShape) return last.understood;
    const understood = understandText(document.getText(), sampleShape);
    this.readings.set(key, { version: document.version, understood });
    return understood;
  }

  dispose() {
    this.subscription.dispose();
    this.readings.clear();
  }
}
