// Which documents are networks of the user's own, and where their paths lead.
import path from 'node:path';
import type { Uri } from 'vscode';

/** Other schemes are looks at another version of a file: git's, a diff's, a timeline's. */
const schemes = ['file', 'untitled', 'vscode-userdata'];

export function isFile(uri: Uri): boolean {
  return schemes.includes(uri.scheme);
}

/** The folder against which a document's paths are read; '' for a new one that has no place yet. */
export function directoryOf(uri: Uri): string {
  return uri.path.startsWith('/') ? path.dirname(uri.fsPath) : '';
}
