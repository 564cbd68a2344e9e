// The language of `.nn.json` text: everything that the editor asks about it, answered by the model's own reading. VS
// Code's JSON extension leaves the language alone, so nothing is said twice.
import { commands, languages, type Disposable, type LogOutputChannel, type Uri } from 'vscode';
import type { NetworkSession } from '../editor/networkSession.ts';
import type { Sessions } from '../editor/sessions.ts';
import { showFailure } from '../failure.ts';
import { readTemplates } from '../newNetwork.ts';
import { CodeLenses, lensCommands } from './codeLenses.ts';
import { Completions, completionTriggers } from './completion.ts';
import type { DiagnosticsBook } from './diagnosticsBook.ts';
import { Formatting } from './formatting.ts';
import { Hovers } from './hover.ts';
import { InlayHints } from './inlayHints.ts';
import { LayerNames } from './layerNames.ts';
import { Outline } from './outline.ts';
import { Reader } from './reader.ts';

const selector = { language: 'nnjson' };

export function registerLanguage(
  book: DiagnosticsBook,
  sessions: Sessions,
  templates: Uri,
  log: LogOutputChannel,
): Disposable[] {
  const reader = new Reader(book);
  const hints = new InlayHints(reader, book);
  const lenses = new CodeLenses(sessions, book);
  const names = new LayerNames(reader);
  const formatting = new Formatting();
  const completions = new Completions(reader, () => readTemplates(templates));
  const onSession = (work: (session: NetworkSession) => Promise<void>) => async (uri: Uri) => {
    try {
      const session = await lenses.sessionOf(uri);
      if (session?.network) await work(session);
    } catch (error) {
      showFailure(log, error);
    }
  };
  return [
    reader,
    hints,
    lenses,
    languages.registerCompletionItemProvider(selector, completions, ...completionTriggers),
    languages.registerHoverProvider(selector, new Hovers(reader, sessions)),
    languages.registerInlayHintsProvider(selector, hints),
    languages.registerCodeLensProvider(selector, lenses),
    languages.registerDocumentSymbolProvider(selector, new Outline(reader)),
    languages.registerDefinitionProvider(selector, names),
    languages.registerReferenceProvider(selector, names),
    languages.registerDocumentHighlightProvider(selector, names),
    languages.registerRenameProvider(selector, names),
    languages.registerDocumentFormattingEditProvider(selector, formatting),
    languages.registerDocumentRangeFormattingEditProvider(selector, formatting),
    commands.registerCommand(
      lensCommands.step,
      onSession(({ stepper }) => stepper.step()),
    ),
    commands.registerCommand(
      lensCommands.run,
      onSession(({ stepper }) => stepper.toggleRun()),
    ),
  ];
}
