// The visual editor of `.nn.json` files: a panel's webview filled, its session found, both let go with it.
import { randomBytes } from 'node:crypto';
import {
  commands,
  env,
  l10n,
  Uri,
  window,
  type CustomTextEditorProvider,
  type LogOutputChannel,
  type TextDocument,
  type WebviewPanel,
} from 'vscode';
import { isFile } from '../documents.ts';
import type { FileMemory } from './fileMemory.ts';
import { editorPage, noticePage } from './page.ts';
import { Panel } from './panel.ts';
import type { Sessions } from './sessions.ts';

export class EditorProvider implements CustomTextEditorProvider {
  private readonly extensionUri: Uri;
  private readonly sessions: Sessions;
  private readonly memory: FileMemory;
  private readonly log: LogOutputChannel;
  private readonly panels = new Set<Panel>();

  constructor(extensionUri: Uri, sessions: Sessions, memory: FileMemory, log: LogOutputChannel) {
    this.extensionUri = extensionUri;
    this.sessions = sessions;
    this.memory = memory;
    this.log = log;
  }

  /** The panel that is the active editor. */
  get activePanel(): Panel | undefined {
    return [...this.panels].find(({ panel }) => panel.active);
  }

  resolveCustomTextEditor(document: TextDocument, webviewPanel: WebviewPanel) {
    const { webview } = webviewPanel;
    if (!isFile(document.uri)) {
      webview.options = { enableCommandUris: ['backstep.openText'] };
      webview.html = noticePage(
        env.language,
        l10n.t('The visual editor is for files: this is another version of one.'),
        l10n.t('Show it as text'),
        `command:backstep.openText?${encodeURIComponent(JSON.stringify([document.uri]))}`,
      );
      return;
    }
    const lease = this.sessions.acquire(document);
    const { extensionUri, memory, log } = this;
    const panel = new Panel(webviewPanel, lease.session, {
      extensionUri,
      memory,
      log,
      onStarted: () => this.followText(document),
    });
    this.panels.add(panel);
    this.tellActive();
    webviewPanel.onDidChangeViewState(() => this.tellActive());
    webviewPanel.onDidDispose(() => {
      this.panels.delete(panel);
      this.tellActive();
      panel.dispose();
      lease.dispose();
    });
    const dist = Uri.joinPath(this.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = editorPage({
      language: env.language,
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      script: webview.asWebviewUri(Uri.joinPath(dist, 'main.js')).toString(),
      style: webview.asWebviewUri(Uri.joinPath(dist, 'main.css')).toString(),
    });
  }

  /** For keys and the palette: on a busy machine VS Code's own `activeCustomEditorId` may stay empty for a shown editor. */
  private tellActive() {
    void commands.executeCommand('setContext', 'backstep.viewActive', this.activePanel !== undefined);
  }

  /** Marks the layer of the text's cursor in a panel that just came. */
  private followText(document: TextDocument) {
    const editor = window.visibleTextEditors.find((visible) => visible.document === document);
    if (editor) this.sessions.follow(editor);
  }
}
