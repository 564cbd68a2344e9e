// The composition root: makes the parts, hands each what it needs, and registers them. Nothing else.
import path from 'node:path';
import type { Uri } from 'vscode';
import { window, type ExtensionContext } from 'vscode';
import { startWorker } from './engine/startWorker.ts';
import { registerCommands } from './host/commands.ts';
import { registerDebugging } from './host/debug/registerDebugging.ts';
import { EditorProvider } from './host/editor/editorProvider.ts';
import { FileMemory } from './host/editor/fileMemory.ts';
import { Sessions } from './host/editor/sessions.ts';
import { viewType } from './host/editor/source.ts';
import { templatesOf } from './host/newNetwork.ts';
import { Checker } from './host/language/checker.ts';
import { DiagnosticsBook } from './host/language/diagnosticsBook.ts';
import { HealthPages } from './host/language/healthPages.ts';
import { registerLanguage } from './host/language/registerLanguage.ts';

/** What tests reach into. */
export interface BackstepApi {
  readonly sessions: Sessions;
}

export function activate(context: ExtensionContext): BackstepApi {
  const log = window.createOutputChannel('Backstep', { log: true });
  const book = new DiagnosticsBook();
  const memory = new FileMemory(context.workspaceState);
  const startThread = () => startWorker(path.join(context.extensionPath, 'dist', 'engineWorker.js'));
  const onHealth = (uri: Uri) => pages.refresh(uri);
  const sessions: Sessions = new Sessions({ startThread, book, memory, log, onHealth }, (document) =>
    checker.schedule(document),
  );
  const pages = new HealthPages(context.extensionUri, {
    findings: (uri) => sessions.get(uri)?.wireFindings,
    messages: (uri, code) => book.messages(uri, code),
    layerName: (uri, layer) => sessions.get(uri)?.network?.layers[layer]?.name,
  });
  const checker = new Checker(startThread, book, (uri) => sessions.get(uri) !== undefined, log);
  const provider = new EditorProvider(context.extensionUri, sessions, memory, log);
  const templates = templatesOf(context.extensionUri);
  context.subscriptions.push(
    // Whoever writes into the book and the log goes before them.
    sessions,
    checker,
    pages,
    book,
    log,
    window.registerCustomEditorProvider(viewType, provider, { supportsMultipleEditorsPerDocument: true }),
    ...registerLanguage(book, sessions, templates, log),
    ...registerDebugging(sessions),
    ...registerCommands(provider, sessions, templates, log),
  );
  return { sessions };
}
