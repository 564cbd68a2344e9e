// A new network from a template: an untitled document in the visual editor.
import { commands, l10n, Range, Uri, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { viewType } from './editor/source.ts';

export async function newNetwork(templates: Uri) {
  const chosen = await chooseTemplate(templates);
  if (!chosen) return;
  const document = await workspace.openTextDocument(await freeName());
  await fill(document, chosen.text);
  await commands.executeCommand('vscode.openWith', document.uri, viewType);
}

/** Writes a template into a document that is empty. */
export async function fillFromTemplate(document: TextDocument, templates: Uri) {
  const chosen = await chooseTemplate(templates);
  if (chosen && document.getText().trim() === '') await fill(document, chosen.text);
}

export const templatesOf = (extension: Uri): Uri => Uri.joinPath(extension, 'media/templates');

function chooseTemplate(templates: Uri) {
  return window.showQuickPick(readTemplates(templates), {
    title: l10n.t('New Network'),
    placeHolder: l10n.t('What is it to learn?'),
    matchOnDetail: true,
  });
}

async function fill(document: TextDocument, text: string) {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
  await workspace.applyEdit(edit);
}

/** A template's first line is a comment, `// Label: what it is`. */
export async function readTemplates(folder: Uri) {
  const names = (await workspace.fs.readDirectory(folder)).map(([name]) => name).filter((n) => n.endsWith('.nn.json'));
  return Promise.all(
    names.sort().map(async (name) => {
      const text = new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, name)));
      const [, label, detail] = /^\/\/ *([^:\n]+): *(.*)/.exec(text) ?? [];
      return { label: l10n.t(label ?? name), detail: l10n.t(detail ?? ''), text };
    }),
  );
}

/** A name that nothing has yet, where a first save puts it: `untitled:/folder/network.nn.json`. */
async function freeName(): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  for (let i = 1; ; i++) {
    const name = `network${i > 1 ? `-${i}` : ''}.nn.json`;
    const file = folder ? Uri.joinPath(folder, name) : Uri.from({ scheme: 'file', path: name });
    const untitled = file.with({ scheme: 'untitled' });
    const isOpen = workspace.textDocuments.some(({ uri }) => uri.toString() === untitled.toString());
    if (!isOpen && !(await exists(file))) return untitled;
  }
}

async function exists(file: Uri): Promise<boolean> {
  return Promise.resolve(workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
}
