// The sessions that are open, one a document: made for the first who asks, closed when the last lets go.
import { window, type Disposable, type TextDocument, type TextEditor, type Uri } from 'vscode';
import { NetworkSession, type SessionContext } from './networkSession.ts';
import { indexAt } from './places.ts';

export interface Lease extends Disposable {
  readonly session: NetworkSession;
}

export class Sessions implements Disposable {
  private readonly context: SessionContext;
  /** A document is left to whoever looks after documents without a session. */
  private readonly onClosed: (document: TextDocument) => void;
  private readonly open = new Map<string, { session: NetworkSession; uses: number }>();
  private readonly subscription = window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor));

  constructor(context: SessionContext, onClosed: (document: TextDocument) => void) {
    this.context = context;
    this.onClosed = onClosed;
  }

  get(uri: Uri): NetworkSession | undefined {
    return this.open.get(uri.toString())?.session;
  }

  acquire(document: TextDocument): Lease {
    const key = document.uri.toString();
    const entry = this.open.get(key) ?? { session: this.create(document), uses: 0 };
    this.open.set(key, entry);
    entry.uses++;
    let released = false;
    const dispose = () => {
      if (released) return;
      released = true;
      if (--entry.uses > 0) return;
      this.open.delete(key);
      entry.session.dispose();
      this.onClosed(document);
    };
    return { session: entry.session, dispose };
  }

  private create(document: TextDocument): NetworkSession {
    for (const { session } of this.open.values()) if (session.document.isUntitled) session.remember();
    this.context.memory.adoptUntitled(document.uri.toString(), document.getText());
    return new NetworkSession(document, this.context);
  }

  /** The layer that the text cursor stands in, marked in the graph. */
  follow(editor: TextEditor) {
    const session = this.get(editor.document.uri);
    if (!session?.network) return;
    const offset = editor.document.offsetAt(editor.selection.active);
    session.highlight(indexAt(editor.document.getText(), offset, session.network.layers.length));
  }

  dispose() {
    this.subscription.dispose();
    for (const { session } of this.open.values()) session.dispose();
    this.open.clear();
  }
}
