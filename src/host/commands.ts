// The commands. Those of a network work on the active visual editor, or on the active text's where that has one.
import { commands, window, workspace, type Disposable, type LogOutputChannel, type Uri } from 'vscode';
import { EngineCrashed } from '../engine/client.ts';
import type { EditorProvider } from './editor/editorProvider.ts';
import type { NetworkSession } from './editor/networkSession.ts';
import type { Sessions } from './editor/sessions.ts';
import { showGraph, showSource } from './editor/source.ts';
import { writeToFile } from './editor/writeToFile.ts';
import { exportPytorch } from './exportPytorch.ts';
import { showFailure } from './failure.ts';
import { newNetwork } from './newNetwork.ts';

export function registerCommands(
  provider: EditorProvider,
  sessions: Sessions,
  templates: Uri,
  log: LogOutputChannel,
): Disposable[] {
  const target = (uri: unknown): NetworkSession | undefined => {
    const named = isUri(uri) ? sessions.get(uri) : undefined;
    const text = window.activeTextEditor?.document.uri;
    return named ?? provider.activePanel?.session ?? (text && sessions.get(text));
  };
  const onSession = (work: (session: NetworkSession) => Thenable<unknown>) => async (uri: unknown) => {
    const session = target(uri);
    if (session) await work(session);
  };
  const table: Record<string, (argument: unknown) => unknown> = {
    step: onSession(({ stepper }) => stepper.step()),
    back: onSession(({ stepper }) => stepper.back()),
    stepOperation: onSession(({ stepper }) => stepper.step('operation')),
    stepPhase: onSession(({ stepper }) => stepper.step('phase')),
    runOrPause: onSession(({ stepper }) => stepper.toggleRun()),
    reset: onSession((session) => session.reset()),
    fit: () => provider.activePanel?.fit(),
    openSource: onSession(({ document }) => showSource(document)),
    openText: (uri) => commands.executeCommand('vscode.openWith', uri, 'default'),
    openGraph: async (uri) => {
      const document = isUri(uri) ? uri : window.activeTextEditor?.document.uri;
      if (document) await showGraph(document);
    },
    exportPytorch: async (uri) => {
      const named = isUri(uri) ? await workspace.openTextDocument(uri) : undefined;
      const document = named ?? provider.activePanel?.session.document ?? window.activeTextEditor?.document;
      if (document) await exportPytorch(document, sessions);
    },
    writeToFile: onSession((session) => writeToFile(session, { weights: true })),
    newNetwork: () => newNetwork(templates),
  };
  return Object.entries(table).map(([name, work]) =>
    commands.registerCommand(`backstep.${name}`, async (argument: unknown) => {
      try {
        await work(argument);
      } catch (error) {
        // The controls tell of a crash.
        if (!(error instanceof EngineCrashed)) showFailure(log, error);
      }
    }),
  );
}

function isUri(value: unknown): value is Uri {
  return typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value;
}
