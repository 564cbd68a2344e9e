// Backstep as VS Code sees it: it is there, it activates, and a network opens in its editor.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InHostTests } from './tests.ts';

const extension = () => {
  const found = vscode.extensions.getExtension('backstep.backstep');
  assert.ok(found, 'the extension is installed');
  return found;
};

async function example(name: string): Promise<vscode.Uri> {
  const [found] = await vscode.workspace.findFiles(`**/${name}`);
  assert.ok(found, `${name} is in the workspace`);
  return found;
}

/** Waits until `probe` gives something, at most ten seconds. */
async function eventually<T>(what: string, probe: () => T | undefined): Promise<T> {
  for (const deadline = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const value = probe();
    if (value !== undefined) return value;
    if (Date.now() > deadline) assert.fail(`never happened: ${what}`);
  }
}

export const editorTests: InHostTests = {
  'the extension activates': async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  },

  'a network opens in the visual editor by default': async () => {
    await vscode.commands.executeCommand('vscode.open', await example('xor.nn.json'));
    const input = await eventually('an active tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input);
    assert.ok(input instanceof vscode.TabInputCustom, 'the tab is a custom editor');
    assert.equal(input.viewType, 'backstep.network');
  },

  'the text is of the language nnjson': async () => {
    const document = await vscode.workspace.openTextDocument(await example('xor.nn.json'));
    assert.equal(document.languageId, 'nnjson');
  },
};
