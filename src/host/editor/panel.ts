// One panel: its webview's calls done, and what its session tells passed on, as long as it is visible.
import { createBirpc } from 'birpc';
import path from 'node:path';
import {
  commands,
  debug,
  env,
  l10n,
  window,
  workspace,
  Uri,
  type Disposable,
  type LogOutputChannel,
  type WebviewPanel,
} from 'vscode';
import { EngineCrashed } from '../../engine/client.ts';
import type { TensorForm, TensorPart } from '../../protocol/engine.ts';
import { rpcOptions } from '../../protocol/rpc.ts';
import { viewStrings } from '../../protocol/strings.ts';
import type { HostFunctions, PictureForm, ViewFunctions, ViewStart } from '../../protocol/view.ts';
import { shownBreakpoints, toggleBreakpoint } from '../debug/cardBreakpoints.ts';
import { explainCommand } from '../language/healthPages.ts';
import type { FileMemory } from './fileMemory.ts';
import type { NetworkSession } from './networkSession.ts';
import { fillFromTemplate, templatesOf } from '../newNetwork.ts';
import { translate } from '../translate.ts';
import { selectInText, showSource } from './source.ts';
import { writeToFile } from './writeToFile.ts';

/** What a panel needs of its surroundings. */
export interface PanelSurroundings {
  readonly extensionUri: Uri;
  readonly memory: FileMemory;
  readonly log: LogOutputChannel;
  /** Its view has been shown. */
  onStarted(): void;
}

export class Panel implements Disposable {
  readonly session: NetworkSession;
  readonly panel: WebviewPanel;
  private readonly view: ViewFunctions;
  private readonly id: number;
  private readonly subscriptions: Disposable[] = [];
  private disposed = false;
  private readonly surroundings: PanelSurroundings;

  constructor(panel: WebviewPanel, session: NetworkSession, surroundings: PanelSurroundings) {
    this.panel = panel;
    this.session = session;
    this.surroundings = surroundings;
    this.view = createBirpc<ViewFunctions, HostFunctions>(this.functions(), {
      ...rpcOptions,
      eventNames: [
        'network',
        'frame',
        'controls',
        'health',
        'breakpoints',
        'highlightLayer',
        'inspectTensor',
        'fit',
        'experiment',
      ],
      // A hidden panel has no webview, and gets everything anew when it has one again.
      post: (message: unknown) => {
        if (!this.disposed && panel.visible) void panel.webview.postMessage(message).then(undefined, () => undefined);
      },
      on: (receive) => void this.subscriptions.push(panel.webview.onDidReceiveMessage(receive)),
    });
    this.id = session.addView(this.view);
    this.subscriptions.push(
      debug.onDidChangeBreakpoints(() => this.view.breakpoints(this.breakpoints())),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) session.unwatch(this.id);
      }),
    );
  }

  fit() {
    this.view.fit();
  }

  dispose() {
    this.disposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    this.session.removeView(this.id);
  }

  private functions(): HostFunctions {
    const { session } = this;
    const { stepper, client, document } = session;
    // A crash is told by the controls; whoever stepped meanwhile needn't hear of it again.
    const unlessCrashed = (work: Promise<void>) =>
      work.catch((error: unknown) => {
        if (!(error instanceof EngineCrashed)) throw error;
      });
    return {
      start: () => session.ready.then(() => this.start()),
      step: () => unlessCrashed(stepper.step()),
      back: () => unlessCrashed(stepper.back()),
      stepOperation: () => unlessCrashed(stepper.step('operation')),
      stepPhase: () => unlessCrashed(stepper.step('phase')),
      reset: () => unlessCrashed(session.reset()),
      toggleRun: () => unlessCrashed(stepper.toggleRun()),
      seek: (tick) => unlessCrashed(stepper.seek(tick)),
      setSize: (size) => unlessCrashed(stepper.setSize(size)),
      setSpeed: (stepsPerSecond) => unlessCrashed(stepper.setSpeed(stepsPerSecond)),
      watch: (list) => unlessCrashed(client.watch(this.id, list)),
      painted: (frames) => unlessCrashed(client.painted(this.id, frames)),
      selectLayer: (index) => {
        if (index !== null && session.network) selectInText(document, index, session.network.layers.length);
        return Promise.resolve();
      },
      revealOffset: async (offset) => void (await showSource(document, offset)),
      openSource: async () => void (await showSource(document)),
      fillFromTemplate: () => fillFromTemplate(document, templatesOf(this.surroundings.extensionUri)),
      applyFix: (code, node, fix) => session.applyFix(code, node, fix),
      toggleBreakpoint: (node) => {
        if (session.network) toggleBreakpoint(document, session.network, node);
        return Promise.resolve();
      },
      explain: async (code) => void (await commands.executeCommand(explainCommand, document.uri, code)),
      startExperiment: (request) => unlessCrashed(client.startExperiment(this.id, request)),
      stopExperiment: (kind) => unlessCrashed(client.stopExperiment(this.id, kind)),
      useVariant: (change) => unlessCrashed(session.useVariant(change)),
      copyTensor: (part, form) => this.copyTensor(part, form),
      saveTensor: (part) => this.saveTensor(part),
      setCell: async (tensor, at, value) => {
        const result = await client.setValue(at.length > 0 ? `${tensor}[${at.join(', ')}]` : tensor, value);
        return 'mistake' in result ? translate(result.mistake.message) : null;
      },
      undoEdit: async () => void (await client.undoEdit()),
      writeToFile: () => unlessCrashed(writeToFile(session)),
      timeline: async () => {
        const { runs, marks } = await client.timeline();
        session.rememberRuns().catch((error: unknown) => this.surroundings.log.error(error as Error));
        return { runs, marks: marks.map((mark) => ({ ...mark, message: translate(mark.message) })) };
      },
      nameRun: (id, name) => client.nameRun(id, name),
      removeRun: async (id) => void (await client.removeRun(id)),
      copyText: async (text) => void (await env.clipboard.writeText(text)),
      savePicture: (name, form, bytes) => this.savePicture(name, form, bytes),
      saveState: (view) => {
        this.surroundings.memory.update(document.uri.toString(), { view });
        return Promise.resolve();
      },
      reportError: (message, stack) => {
        this.surroundings.log.error(`The visual editor: ${message}\n${stack}`);
        return Promise.resolve();
      },
    };
  }

  private breakpoints() {
    return shownBreakpoints(this.session.document, this.session.network);
  }

  private start(): ViewStart {
    const { session } = this;
    const { document, revision } = session;
    // The answer is on its way after what happens meanwhile: tell that again.
    setTimeout(() => {
      if (session.revision !== revision) {
        this.view.network(session.network ?? undefined, session.diagnostics);
        this.view.health(session.findings);
        this.view.breakpoints(this.breakpoints());
      }
      this.view.controls(session.stepper.controls);
      this.surroundings.onStarted();
    });
    return {
      strings: viewStrings(l10n),
      fileName: path.posix.basename(document.uri.path),
      network: session.network,
      diagnostics: session.diagnostics,
      findings: session.findings,
      breakpoints: this.breakpoints(),
      controls: session.stepper.controls,
      state: this.surroundings.memory.get(document.uri.toString()).view ?? {},
      reduceMotion: workspace.getConfiguration('workbench').get('reduceMotion') === 'on',
    };
  }

  /** The tensor as a file of this form; undefined where it can't be, and why was told. */
  private async exported(part: TensorPart, form: TensorForm) {
    const result = await this.session.client.exportTensor(part, form);
    if ('bytes' in result) return new Uint8Array(result.bytes);
    void window.showWarningMessage(translate(result.mistake));
    return undefined;
  }

  private async copyTensor(part: TensorPart, form: TensorForm) {
    const text = await this.exported(part, form);
    if (text) await env.clipboard.writeText(new TextDecoder().decode(text));
    return text !== undefined;
  }

  private async saveTensor(part: TensorPart) {
    const file = await this.exported(part, 'npy');
    if (!file) return;
    await this.save(`${part.tensor}.npy`, { [l10n.t('NumPy array')]: ['npy'] }, file);
  }

  private savePicture(name: string, form: PictureForm, bytes: ArrayBuffer) {
    const base = path.posix.basename(this.session.document.uri.path).replace(/\.nn\.json$/, '');
    const part = name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
    return this.save(`${base}-${part}.${form}`, { [form.toUpperCase()]: [form] }, new Uint8Array(bytes));
  }

  /** Through a dialog that proposes a name beside the document. */
  private async save(name: string, filters: Record<string, string[]>, bytes: Uint8Array) {
    const { document } = this.session;
    const folder =
      document.uri.scheme === 'file' ? Uri.joinPath(document.uri, '..') : workspace.workspaceFolders?.[0]?.uri;
    const defaultUri = folder && Uri.joinPath(folder, name);
    const target = await window.showSaveDialog({ ...(defaultUri && { defaultUri }), filters });
    if (target) await workspace.fs.writeFile(target, bytes);
  }
}
