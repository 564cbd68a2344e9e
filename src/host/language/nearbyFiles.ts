// Files that a network may take its data from: those in its folder and in the folders in it.
import { FileType, Uri, workspace } from 'vscode';
import { isFile } from '../documents.ts';

const most = 500;

/** Paths relative to a document's folder, the nearest first; none where it has no place yet or can't be looked into. */
export async function nearbyFiles(document: Uri): Promise<readonly string[]> {
  if (!isFile(document) || document.scheme === 'untitled') return [];
  const here = Uri.joinPath(document, '..');
  const entries = await entriesOf(here);
  const inner = entries.filter(([name, type]) => (type & FileType.Directory) !== 0 && !/^\.|^node_modules$/.test(name));
  const folders = await Promise.all(
    inner.map(async ([folder]) => {
      const found = await entriesOf(Uri.joinPath(here, folder));
      return filesOf(found).map((name) => `${folder}/${name}`);
    }),
  );
  return [...filesOf(entries), ...folders.flat()].slice(0, most);
}

async function entriesOf(folder: Uri): Promise<readonly [string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}

/** Networks are no data. */
function filesOf(entries: readonly [string, FileType][]): string[] {
  return entries
    .filter(([name, type]) => (type & FileType.File) !== 0 && !name.startsWith('.') && !name.endsWith('.nn.json'))
    .map(([name]) => name)
    .sort();
}
