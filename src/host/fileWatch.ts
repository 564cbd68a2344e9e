// The files that networks take their data from: tells when one of them changes.
import path from 'node:path';
import { RelativePattern, Uri, workspace, type Disposable } from 'vscode';

export class FileWatch implements Disposable {
  private readonly changed: () => void;
  private readonly watchers = new Map<string, Disposable>();

  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** @param files as the text names them, relative to `directory` */
  add(directory: string, files: readonly string[]) {
    for (const file of files.map((name) => path.resolve(directory, name))) {
      if (this.watchers.has(file)) continue;
      const folder = Uri.file(path.dirname(file));
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, path.basename(file)));
      watcher.onDidChange(this.changed);
      watcher.onDidCreate(this.changed);
      watcher.onDidDelete(this.changed);
      this.watchers.set(file, watcher);
    }
  }

  dispose() {
    for (const watcher of this.watchers.values()) watcher.dispose();
    this.watchers.clear();
  }
}
