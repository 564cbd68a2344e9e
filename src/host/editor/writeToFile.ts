// What was changed by hand becomes the file's: the learning rate in its text, the weights of this moment as a
// `.safetensors` file beside it that its `weights` names, so that they are what a run starts from.
import path from 'node:path';
import { FileType, l10n, Range, Uri, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { setValue, type TextEdit } from '../../model/edit.ts';
import { parseSyntax } from '../../model/syntax.ts';
import { stringOf, valueOf } from '../../model/tree.ts';
import type { NetworkSession } from './networkSession.ts';

interface What {
  /** Also where no weight was changed by hand. */
  readonly weights: boolean;
}

export async function writeToFile(session: NetworkSession, what: What = { weights: false }): Promise<void> {
  const { document, client } = session;
  if (document.uri.scheme !== 'file')
    return tell(l10n.t('Save the network first: its weights are written beside its file.'));
  await session.settled();
  const text = document.getText();
  if (session.text !== text) return tell(l10n.t('The text has mistakes; nothing was written.'));
  const edits = client.replay?.chapters.at(-1)?.edits ?? [];
  const lr = edits.findLast(({ kind }) => kind === 'lr');
  const changes: TextEdit[] = [];
  if (lr)
    changes.push(...((await client.editsOfVariant({ compared: 'lr', layer: null, value: lr.value }))?.edits ?? []));
  const hasWeights = what.weights || edits.some(({ kind }) => kind === 'value');
  const before = stringOf(valueOf(parseSyntax(text).root, 'weights'));
  const name = weightsName(document, before);
  if (hasWeights) {
    const target = Uri.joinPath(document.uri, '..', name);
    if (name !== before && (await exists(target)) && !(await overwrites(name))) return;
    await workspace.fs.writeFile(target, new Uint8Array(await client.exportState()));
    if (name !== before) changes.push(...setValue(text, ['weights'], name));
  }
  if (changes.length > 0) await apply(document, changes);
  // The text says what it said, but means other weights now.
  else if (hasWeights) await session.restart(null);
  if (hasWeights)
    tell(l10n.t('Runs of {0} start from the weights in {1} now.', path.posix.basename(document.uri.path), name));
}

/** The file that is named already, where it is ours to write; else one that is called as the network. */
function weightsName({ uri }: TextDocument, named: string | null): string {
  if (named?.endsWith('.safetensors') && !path.isAbsolute(named)) return named;
  return `${path.posix.basename(uri.path).replace(/\.nn\.json$|\.json$/, '')}.safetensors`;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(uri)).type !== FileType.Directory;
  } catch {
    return false;
  }
}

async function overwrites(name: string): Promise<boolean> {
  const yes = l10n.t('Replace');
  const question = l10n.t('{0} exists already. Replace it by the weights of this moment?', name);
  return (await window.showWarningMessage(question, { modal: true }, yes)) === yes;
}

async function apply(document: TextDocument, changes: readonly TextEdit[]): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const { start, end, text } of changes)
    edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  await workspace.applyEdit(edit);
}

function tell(message: string): void {
  void window.showInformationMessage(message);
}
