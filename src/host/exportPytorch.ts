// Export to PyTorch…: the script of a document's network, and its data beside it, where the user says.
import path from 'node:path';
import { commands, FileSystemError, l10n, Uri, window, workspace, type TextDocument } from 'vscode';
import type { PytorchFiles } from '../protocol/engine.ts';
import { directoryOf } from './documents.ts';
import type { Sessions } from './editor/sessions.ts';

/** Of the text as it is, saved or not; with a mistake in it nothing is written, and Problems has the mistakes. */
export async function exportPytorch(document: TextDocument, sessions: Sessions): Promise<void> {
  const lease = sessions.acquire(document);
  try {
    const { session } = lease;
    await session.settled();
    const mistakes = session.diagnostics.filter(({ severity }) => severity === 'error');
    if (mistakes.length > 0) return void tellMistakes(mistakes[0].message, mistakes.length);
    const script = await askPlace(document.uri);
    if (!script) return;
    await write(script, await session.client.exportPytorch());
  } finally {
    lease.dispose();
  }
}

async function tellMistakes(first: string, count: number): Promise<void> {
  const show = l10n.t('Show Problems');
  const more = count > 1 ? ' ' + l10n.t('(and {0} more)', count - 1) : '';
  const message = l10n.t('A network with mistakes can’t be exported: {0}', first) + more;
  if ((await window.showErrorMessage(message, show)) === show)
    await commands.executeCommand('workbench.actions.view.problems');
}

/** The script's file; undefined when the user thinks better of it. */
async function askPlace(document: Uri): Promise<Uri | undefined> {
  const name = path.posix.basename(document.path).replace(/(\.nn)?\.json$/, '');
  const folder = directoryOf(document);
  const place = folder ? Uri.file(folder) : workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showSaveDialog({
    title: l10n.t('Export to PyTorch'),
    saveLabel: l10n.t('Export'),
    filters: { Python: ['py'] },
    ...(place && { defaultUri: Uri.joinPath(place, `${name || 'network'}.py`) }),
  });
  if (!chosen) return undefined;
  return chosen.path.endsWith('.py') ? chosen : chosen.with({ path: `${chosen.path}.py` });
}

async function write(script: Uri, exported: PytorchFiles): Promise<void> {
  const beside = exported.files.map(({ suffix, bytes }) => {
    return { uri: script.with({ path: script.path.replace(/\.py$/, suffix) }), bytes };
  });
  // Who exports anew means to replace the data too; a file of another origin is asked about.
  if (!(await exists(script))) {
    for (const { uri } of beside) if ((await exists(uri)) && !(await mayReplace(uri))) return;
  }
  try {
    for (const { uri, bytes } of beside) await workspace.fs.writeFile(uri, bytes);
    await workspace.fs.writeFile(script, new TextEncoder().encode(exported.script));
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    void window.showErrorMessage(l10n.t('The script can’t be written: {0}', error.message));
    return;
  }
  void tellWritten(script, beside.map(({ uri }) => path.posix.basename(uri.path)).join(', '));
}

async function mayReplace(uri: Uri): Promise<boolean> {
  const replace = l10n.t('Replace');
  const message = l10n.t('{0} is there already, and the script’s data takes its name.', path.posix.basename(uri.path));
  return (await window.showWarningMessage(message, { modal: true }, replace)) === replace;
}

async function tellWritten(script: Uri, data: string): Promise<void> {
  const open = l10n.t('Open Script');
  const message = l10n.t('Exported to {0}, with its data in {1}.', path.posix.basename(script.path), data);
  if ((await window.showInformationMessage(message, open)) === open) await window.showTextDocument(script);
}

async function exists(uri: Uri): Promise<boolean> {
  return Promise.resolve(workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}
