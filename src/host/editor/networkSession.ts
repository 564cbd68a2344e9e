// One document's network: its engine, its stepping controls, what is known of it, and the views that look at it. Shared
// by all panels of the document and by whatever else drives it.
import { l10n, workspace, type Disposable, type LogOutputChannel, type TextDocument, type Uri } from 'vscode';
import { EngineClient, EngineCrashed, type EngineThread } from '../../engine/client.ts';
import type { NetworkDescription } from '../../protocol/description.ts';
import type { EngineEvents, OpenRequest, OpenResult, WireDiagnostic, WireFinding } from '../../protocol/engine.ts';
import type { VariantChange } from '../../protocol/experiment.ts';
import type { ShownDiagnostic, ShownFinding, ViewFunctions } from '../../protocol/view.ts';
import { directoryOf } from '../documents.ts';
import { FileWatch } from '../fileWatch.ts';
import { shownDiagnostics, type DiagnosticsBook } from '../language/diagnosticsBook.ts';
import { showFailure } from '../failure.ts';
import { readSettings } from '../settings.ts';
import type { FileMemory } from './fileMemory.ts';
import { applyFix, shownFindings } from './health.ts';
import { translate } from '../translate.ts';
import { Stepper } from './stepper.ts';

/** What a session needs of its surroundings. */
export interface SessionContext {
  startThread(): EngineThread;
  readonly book: DiagnosticsBook;
  readonly memory: FileMemory;
  readonly log: LogOutputChannel;
  /** What there is to say of a document's health has changed. */
  onHealth(uri: Uri): void;
}

/** What a debug session hears of the session that it drives. */
export interface AttachedDebugger extends Pick<EngineEvents, 'logged'> {
  moved(tick: number, running: boolean): void;
  changed(): void;
  failed(message: string): void;
}

const editDelay = 30;
const rememberEvery = 3000;

export class NetworkSession implements Disposable {
  readonly document: TextDocument;
  readonly client: EngineClient;
  readonly stepper: Stepper;
  /** A debug session that drives this one too. */
  attached: AttachedDebugger | null = null;
  private readonly context: SessionContext;
  private readonly key: string;
  private readonly views = new Map<number, ViewFunctions>();
  private readonly fileWatch = new FileWatch(() => void this.fileChanged());
  private readonly subscriptions: Disposable[];
  private nextView = 1;
  private description: NetworkDescription | null = null;
  private shown: readonly ShownDiagnostic[] = [];
  private found: readonly WireFinding[] = [];
  /** The text that `found` is about. */
  private openedText = '';
  private editTimer: NodeJS.Timeout | undefined;
  private rememberTimer: NodeJS.Timeout | undefined;
  private opening: Promise<void> | null = null;
  private outdated = false;
  private disposed = false;
  private firstOpen = true;
  /** The text has been read once, or can't be. */
  readonly ready: Promise<void>;
  private onReady: () => void = () => undefined;
  /** Grows with each change of `network` and `diagnostics`. */
  revision = 0;

  constructor(document: TextDocument, context: SessionContext) {
    this.document = document;
    this.context = context;
    this.key = document.uri.toString();
    this.client = new EngineClient(() => context.startThread(), {
      frame: (view, frame) => this.views.get(view)?.frame(frame),
      health: (findings) => this.showHealth(findings),
      stopped: (reason, message) => this.stopped(reason, message),
      experiment: (view, kind, update) =>
        this.views
          .get(view)
          ?.experiment(kind, 'message' in update ? { ...update, message: translate(update.message) } : update),
      logged: (lines) => this.attached?.logged(lines),
      moved: (tick) => {
        this.rememberSoon();
        this.attached?.moved(tick, this.stepper.controls.running);
      },
      crashed: (reason, comingBack) => this.crashed(reason, comingBack),
      recovered: () => this.recovered(),
    });
    const { size, stepsPerSecond } = context.memory.get(this.key);
    const settings = readSettings(document.uri);
    this.stepper = new Stepper(this.client, size ?? settings.stepSize, stepsPerSecond ?? 0, (controls) => {
      for (const view of this.views.values()) view.controls(controls);
      const { replay } = this.client;
      if (replay) this.attached?.moved(replay.tick, controls.running);
    });
    this.subscriptions = [
      this.fileWatch,
      workspace.onDidChangeTextDocument((event) => {
        if (event.document === document && event.contentChanges.length > 0) this.edited();
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('backstep', document.uri)) this.edited();
      }),
    ];
    this.ready = new Promise((resolve) => (this.onReady = resolve));
    void this.openNewest();
  }

  get network(): NetworkDescription | null {
    return this.description;
  }

  get diagnostics(): readonly ShownDiagnostic[] {
    return this.shown;
  }

  /** As the engine told them. */
  get wireFindings(): readonly WireFinding[] {
    return this.found;
  }

  /** The text that `network` says. */
  get text(): string {
    return this.openedText;
  }

  /** Begins a new run, from other weights where a file of them is named; the problem where that can't be. */
  restart(weights: string | null): Promise<string | null> {
    const { client, document } = this;
    return this.stepper.occupy(async () => {
      if (client.failed) await client.retry();
      const { network, diagnostics } = await client.restart(weights);
      if (!network) return shownDiagnostics(document, diagnostics)[0].message;
      this.show(network, diagnostics);
      await client.seek(0);
      return null;
    });
  }

  get findings(): readonly ShownFinding[] {
    return shownFindings(this.found);
  }

  /** Edits the text by a fix of a finding of the network that it says. */
  async applyFix(code: string, node: number, fix: number) {
    const finding = this.found.find((one) => one.code === code && one.node === node);
    await applyFix(this.document, this.openedText, finding?.fixes[fix]);
  }

  /** Writes a compared variant into the text. */
  async useVariant(change: VariantChange) {
    await applyFix(this.document, this.openedText, (await this.client.editsOfVariant(change)) ?? undefined);
  }

  /** Adds a view that hears of everything from now on, and gives its number. */
  addView(view: ViewFunctions): number {
    const id = this.nextView++;
    this.views.set(id, view);
    return id;
  }

  removeView(id: number) {
    this.views.delete(id);
    if (!this.disposed) this.unwatch(id);
  }

  /** A hidden view asks for nothing. */
  unwatch(id: number) {
    this.client.watch(id, { version: 0, watches: [] }).catch((error: unknown) => this.logUnlessCrash(error));
  }

  highlight(index: number | null) {
    for (const view of this.views.values()) view.highlightLayer(index);
  }

  /** Shows a layer's tensor in the inspector of every view. */
  inspect(index: number, tensor: string) {
    for (const view of this.views.values()) view.inspectTensor(index, tensor);
  }

  /** Back to the start; after the engine gave up, starts it again. */
  async reset() {
    if (this.client.failed) await this.stepper.occupy(() => this.client.retry());
    else await this.stepper.reset();
  }

  dispose() {
    clearTimeout(this.editTimer);
    clearTimeout(this.rememberTimer);
    this.remember();
    this.disposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    this.context.book.setFindings(this.document, [], this.openedText);
    this.client.dispose();
  }

  private request(text: string) {
    const { memoryLimit, historyLimit, threads, healthSettings } = readSettings(this.document.uri);
    const directory = directoryOf(this.document.uri);
    return { text, directory, memoryLimit, historyLimit, threads, health: true, healthSettings };
  }

  private edited() {
    clearTimeout(this.editTimer);
    this.editTimer = setTimeout(() => void this.openNewest(), editDelay);
  }

  private async fileChanged() {
    await this.client.forgetFiles().catch((error: unknown) => this.logUnlessCrash(error));
    this.edited();
  }

  /** Resolves when the text as it is has been read. */
  async settled(): Promise<void> {
    if (this.opening || this.document.getText() !== this.openedText) await this.openNewest();
  }

  /** Opens the text as it is; where that is already under way, once more when it is done. */
  private openNewest(): Promise<void> {
    clearTimeout(this.editTimer);
    this.outdated = true;
    this.opening ??= this.openAll();
    return this.opening;
  }

  private async openAll() {
    try {
      while (this.outdated && !this.disposed) {
        this.outdated = false;
        await this.openOnce();
      }
    } catch (error) {
      if (!this.disposed) showFailure(this.context.log, error);
    } finally {
      this.opening = null;
      this.onReady();
    }
  }

  private async openOnce() {
    const { document, client } = this;
    const { version } = document;
    const request = { ...this.request(document.getText()), keep: true };
    const before = this.found;
    const onOpen = ({ network, diagnostics, sampleShape, files }: OpenResult) => {
      if (this.disposed) return;
      this.fileWatch.add(request.directory, files);
      if (network) this.openedText = request.text;
      if (document.version === version) this.context.book.set(document, diagnostics, sampleShape);
      else this.outdated = true;
      // What there is to say of the network was told already or is told next; of a text that is none, nothing.
      if (!network) this.context.book.setFindings(document, [], request.text);
      else if (this.found !== before) this.context.book.setFindings(document, this.found, request.text);
      this.show(network, diagnostics);
    };
    try {
      if (client.failed) await client.retry();
      if (this.firstOpen) await this.openFirst(request, onOpen);
      else onOpen(await this.stepper.whilePaused(() => client.open(request)));
    } catch (error) {
      if (!(error instanceof EngineCrashed)) throw error;
      // The engine comes back with the text before; this one is tried again, unless it is what kills it.
      this.outdated = !client.failed && !this.disposed;
    }
  }

  /** Where the file's run was left, if its text is still the same. */
  private openFirst(request: OpenRequest, onOpen: (result: OpenResult) => void): Promise<void> {
    this.firstOpen = false;
    const { replay, runs } = this.context.memory.get(this.key);
    return this.stepper.occupy(async () => {
      await this.client.openAt(request, replay ?? { chapters: [], tick: 0 }, onOpen);
      if (runs && this.client.replay) await this.client.restoreRuns(runs);
    });
  }

  private show(network: NetworkDescription | null, diagnostics: readonly WireDiagnostic[]) {
    this.revision++;
    if (network) this.description = network;
    this.shown = shownDiagnostics(this.document, diagnostics);
    for (const view of this.views.values()) view.network(network ?? undefined, this.shown);
    if (network) this.attached?.changed();
    this.onReady();
  }

  private showHealth(findings: readonly WireFinding[]) {
    this.found = findings;
    this.revision++;
    this.context.book.setFindings(this.document, findings, this.openedText);
    this.context.onHealth(this.document.uri);
    const shown = this.findings;
    for (const view of this.views.values()) view.health(shown);
  }

  private stopped(reason: 'paused' | 'finished' | 'failed', message: string | undefined) {
    this.stepper.stopped();
    if (reason === 'failed') showFailure(this.context.log, message ?? reason);
  }

  private crashed(reason: string, comingBack: boolean) {
    this.context.log.error(reason);
    if (!comingBack) this.attached?.failed(reason);
    this.stepper.setTrouble(
      comingBack
        ? l10n.t('The engine crashed. The run is being made again up to this moment.')
        : l10n.t('The engine crashed again and was not restarted. Reset starts it; the log has the details.'),
    );
  }

  /** The run was made again, the runs beside it were not. */
  private recovered() {
    this.stepper.setTrouble(null);
    const { runs } = this.context.memory.get(this.key);
    if (runs) this.client.restoreRuns(runs).catch((error: unknown) => this.logUnlessCrash(error));
  }

  private rememberSoon() {
    this.rememberTimer ??= setTimeout(() => {
      this.rememberTimer = undefined;
      this.remember();
    }, rememberEvery);
  }

  /** Keeps the run's moment for the next session of this file. */
  remember() {
    const { replay } = this.client;
    const { size, stepsPerSecond } = this.stepper.controls;
    this.context.memory.update(this.key, { ...(replay && { replay }), size, stepsPerSecond });
  }

  /** Keeps the runs beside it, whenever one is left, named or removed. */
  async rememberRuns() {
    const runs = await this.client.keptRuns();
    if (!this.disposed) this.context.memory.update(this.key, { runs });
  }

  private logUnlessCrash(error: unknown) {
    if (!(error instanceof EngineCrashed)) this.context.log.error(error as Error);
  }
}
