// Above the text: Step · Run · Debug · Open graph. They open the graph beside it where the document has none yet.
import type { Uri } from 'vscode';
import { CodeLens, EventEmitter, l10n, Range, type CodeLensProvider, type Disposable, type TextDocument } from 'vscode';
import { isFile } from '../documents.ts';
import type { NetworkSession } from '../editor/networkSession.ts';
import type { Sessions } from '../editor/sessions.ts';
import { showGraph } from '../editor/source.ts';
import type { DiagnosticsBook } from './diagnosticsBook.ts';

/** Not contributed: only the lenses run them, with their document. */
export const lensCommands = { step: 'backstep.text.step', run: 'backstep.text.run' } as const;

export class CodeLenses implements CodeLensProvider, Disposable {
  private readonly sessions: Sessions;
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: readonly Disposable[];
  /** Sessions whose run is followed, for the lens that says Run or Pause. */
  private readonly followed = new WeakSet<NetworkSession>();
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(sessions: Sessions, book: DiagnosticsBook) {
    this.sessions = sessions;
    this.subscriptions = [this.changed, book.onDidChange(() => this.changed.fire())];
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    if (!isFile(document.uri)) return [];
    const session = this.sessions.get(document.uri);
    if (session) this.follow(session);
    const running = session?.stepper.controls.running ?? false;
    const lens = (title: string, command: string) =>
      new CodeLens(new Range(0, 0, 0, 0), { title, command, arguments: [document.uri] });
    return [
      lens(`$(debug-step-over) ${l10n.t('Step')}`, lensCommands.step),
      running
        ? lens(`$(debug-pause) ${l10n.t('Pause')}`, lensCommands.run)
        : lens(`$(debug-continue) ${l10n.t('Run')}`, lensCommands.run),
      lens(`$(debug-alt) ${l10n.t('Debug')}`, 'backstep.debug'),
      lens(`$(type-hierarchy) ${l10n.t('Open graph')}`, 'backstep.openGraph'),
    ];
  }

  /** The document's session; its graph is opened where it has none. */
  async sessionOf(uri: Uri): Promise<NetworkSession | undefined> {
    if (!this.sessions.get(uri)) await showGraph(uri);
    const session = this.sessions.get(uri);
    await session?.ready;
    return session;
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private follow(session: NetworkSession) {
    if (this.followed.has(session)) return;
    this.followed.add(session);
    let { running } = session.stepper.controls;
    session.addView({
      frame: () => undefined,
      network: () => undefined,
      controls: (controls) => {
        if (controls.running === running) return;
        running = controls.running;
        this.changed.fire();
      },
      breakpoints: () => undefined,
      highlightLayer: () => undefined,
      inspectTensor: () => undefined,
      health: () => undefined,
      fit: () => undefined,
      experiment: () => undefined,
    });
  }
}
