// Diagnostics of documents that are open as text only: one engine thread, started with the first, stopped after the last.
import { workspace, type Disposable, type LogOutputChannel, type TextDocument, type Uri } from 'vscode';
import { EngineClient, type EngineThread } from '../../engine/client.ts';
import { directoryOf, isFile } from '../documents.ts';
import { readSettings } from '../settings.ts';
import { FileWatch } from '../fileWatch.ts';
import type { DiagnosticsBook } from './diagnosticsBook.ts';

const delay = 15;

export class Checker implements Disposable {
  private readonly startThread: () => EngineThread;
  private readonly book: DiagnosticsBook;
  private readonly log: LogOutputChannel;
  /** Whether a session looks after a document. */
  private readonly hasSession: (uri: Uri) => boolean;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly fileWatch = new FileWatch(() => void this.fileChanged());
  private readonly subscriptions: Disposable[];
  private client: EngineClient | null = null;

  constructor(
    startThread: () => EngineThread,
    book: DiagnosticsBook,
    hasSession: (uri: Uri) => boolean,
    log: LogOutputChannel,
  ) {
    this.startThread = startThread;
    this.book = book;
    this.hasSession = hasSession;
    this.log = log;
    this.subscriptions = [
      this.fileWatch,
      workspace.onDidOpenTextDocument((document) => this.schedule(document)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.schedule(document);
      }),
      workspace.onDidCloseTextDocument((document) => this.closed(document)),
      workspace.onDidChangeConfiguration((event) => {
        for (const document of workspace.textDocuments)
          if (event.affectsConfiguration('backstep.health', document.uri)) this.schedule(document);
      }),
    ];
    for (const document of workspace.textDocuments) this.schedule(document);
  }

  /** A document lost its session. */
  schedule(document: TextDocument) {
    if (!isChecked(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        this.check(document).catch((error: unknown) => this.log.error(error as Error));
      }, delay),
    );
  }

  dispose() {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.client?.dispose();
  }

  private async check(document: TextDocument) {
    if (document.isClosed || this.hasSession(document.uri)) return;
    const { version } = document;
    const { memoryLimit, healthSettings } = readSettings(document.uri);
    this.client ??= new EngineClient(this.startThread, {
      frame: () => undefined,
      stopped: () => undefined,
      health: () => undefined,
      experiment: () => undefined,
      logged: () => undefined,
      moved: () => undefined,
      recovered: () => undefined,
      crashed: (reason, comingBack) => {
        this.log.error(reason);
        if (comingBack) return;
        this.client?.dispose();
        this.client = null;
      },
    });
    const text = document.getText();
    const directory = directoryOf(document.uri);
    const { diagnostics, sampleShape, files } = await this.client.check({
      text,
      directory,
      memoryLimit,
      healthSettings,
    });
    this.fileWatch.add(directory, files);
    if (document.version !== version || document.isClosed || this.hasSession(document.uri)) return;
    this.book.set(document, diagnostics, sampleShape);
  }

  private async fileChanged() {
    await this.client?.forgetFiles().catch((error: unknown) => this.log.error(error as Error));
    for (const document of workspace.textDocuments) this.schedule(document);
  }

  private closed(document: TextDocument) {
    if (!isChecked(document)) return;
    clearTimeout(this.timers.get(document.uri.toString()));
    this.book.delete(document.uri);
    if (workspace.textDocuments.some((other) => other !== document && isChecked(other))) return;
    this.client?.dispose();
    this.client = null;
  }
}

function isChecked(document: TextDocument): boolean {
  return document.languageId === 'nnjson' && isFile(document.uri);
}
