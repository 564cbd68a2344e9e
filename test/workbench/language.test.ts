// The language of `.nn.json` text in a real VS Code: completion, hovers, names, fixes, hints, lenses, formatting.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CodeAction, CodeLens, CompletionList, Hover, InlayHint, Location, TextEdit, WorkspaceEdit } from 'vscode';
import type { Sessions } from '../../src/host/editor/sessions.ts';
import { withWorkbench } from './withWorkbench.ts';

const vsCode = withWorkbench();
const patience = { timeout: 20_000 };
let file = '';
let count = 0;

beforeEach(async () => {
  await vsCode.workbench.call(async (vscode) => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

/** Opens a text of its own in the text editor, the cursor where `|` stands. */
async function open(marked: string) {
  file = path.join(vsCode.folder, `language${++count}.nn.json`);
  const cursor = marked.indexOf('|');
  writeFileSync(file, cursor < 0 ? marked : marked.slice(0, cursor) + marked.slice(cursor + 1));
  await vsCode.workbench.call(
    async (vscode, name, offset) => {
      const document = await vscode.workspace.openTextDocument(name);
      const editor = await vscode.window.showTextDocument(document);
      const position = document.positionAt(Math.max(0, offset));
      editor.selection = new vscode.Selection(position, position);
    },
    file,
    cursor,
  );
}

const moons = () => readFileSync(path.join(vsCode.folder, 'moons.nn.json'), 'utf8');

/** `moons` with the cursor behind the first `part`. */
const moonsAt = (part: string) => moons().replace(part, `${part}|`);

const text = () => vsCode.workbench.call((vscode) => vscode.window.activeTextEditor?.document.getText() ?? '');

const labels = () =>
  vsCode.workbench.call(async (vscode) => {
    const { document, selection } = vscode.window.activeTextEditor!;
    const list = await vscode.commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      selection.active,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  });

const hovers = () =>
  vsCode.workbench.call(async (vscode) => {
    const { document, selection } = vscode.window.activeTextEditor!;
    const found = await vscode.commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      selection.active,
    );
    return found.flatMap(({ contents }) => contents.map((c) => (typeof c === 'string' ? c : c.value)));
  });

const hints = () =>
  vsCode.workbench.call(async (vscode) => {
    const { document } = vscode.window.activeTextEditor!;
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const found = await vscode.commands.executeCommand<InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      whole,
    );
    return found.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
  });

const problems = () =>
  vsCode.workbench.call((vscode) =>
    vscode.languages
      .getDiagnostics(vscode.window.activeTextEditor!.document.uri)
      .map(({ code, source }) => `${source ?? ''} ${code as string}`),
  );

describe('completion', () => {
  test.each([
    ['{ "data": { "source": "moons" }, "layers": [ | ] }', 'Linear'],
    ['{ "layers": [{ "type": "|', '"Linear"'],
    ['{ "layers": [{ "type": "Linear", | }] }', 'out_features'],
    ['{ "loss": | }', '"MSELoss"'],
    ['{ "optimizer": { "type": "SGD", | } }', 'momentum'],
    ['{ | }', 'layers'],
    ['|', 'Two classes'],
    ['{ "layers": [{ "type": "ReLU", "name": "a" }, { "type": "Add", "inputs": [|] }] }', '"a"'],
    ['{ "data": { "source": "csv", "path": "data/iris.csv", "target": "|" } }', '"species"'],
  ])('%s offers %s, and nothing twice', async (marked, label) => {
    await open(marked);
    await expect.poll(labels, patience).toContain(label);
    const offered = await labels();
    expect(offered).toEqual([...new Set(offered)]);
  });

  /** Chooses an item of the list, which is open or is asked for. */
  async function choose(typed: string, label: string, ask = true) {
    const { page } = vsCode.workbench;
    if (ask) await page.keyboard.press('Control+Space');
    const focused = page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: label });
    await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor(patience);
    await page.keyboard.type(typed);
    await focused.waitFor(patience);
    await page.keyboard.press('Enter');
    await focused.waitFor({ state: 'detached', ...patience });
  }

  async function openEmpty() {
    await open('|');
    await vsCode.workbench.page.locator('.monaco-editor').first().waitFor();
    await vsCode.workbench.call((vscode) => vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup'));
  }

  test('a network part by part, with the keyboard alone', async () => {
    await openEmpty();
    const { keyboard } = vsCode.workbench.page;
    const press = async (...keys: string[]) => {
      for (const key of keys) await keyboard.press(key);
    };
    await choose('data', 'data, layers, loss, optimizer');
    await choose('moo', 'moons', false);
    await press('Tab', 'Tab', 'Tab');
    await choose('Linear', 'Linear');
    await press('End');
    await keyboard.type(',');
    await press('Enter');
    await choose('Tanh', 'Tanh');
    await keyboard.type(',');
    await press('Enter');
    await choose('Linear', 'Linear');
    await keyboard.type('1');
    await press('End', 'ArrowDown', 'ArrowDown', 'End', 'ArrowLeft');
    await choose('BCEWithLogitsLoss', '"BCEWithLogitsLoss"');
    await press('ArrowDown', 'End');
    await choose('SGD', 'SGD { … }');
    await keyboard.type('0.5');
    await press('Escape');
    await expect
      .poll(async () => (await text()).split(/\s+/).join(' '), patience)
      .toBe(
        '{ "data": { "source": "moons", "samples": 200, "noise": 0.1 }, "layers": [ { "type": "Linear", "out_features": 8 }, ' +
          '{ "type": "Tanh" }, { "type": "Linear", "out_features": 1 } ], "loss": "BCEWithLogitsLoss", ' +
          '"optimizer": { "type": "SGD", "lr": 0.5 } }',
      );
    await expect.poll(hints, patience).toHaveLength(3);
    expect(await problems()).toEqual([]);
  });

  test('a table of one’s own: file, then target, then layers', async () => {
    await openEmpty();
    const { keyboard } = vsCode.workbench.page;
    await choose('data', 'data, layers, loss, optimizer');
    await choose('csv', 'csv', false);
    await choose('iris', '"data/iris.csv"', false);
    await keyboard.press('Tab');
    await choose('spec', '"species"');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await choose('Linear', 'Linear');
    await expect
      .poll(async () => (await text()).split(/\s+/).join(' '), patience)
      .toBe(
        '{ "data": { "source": "csv", "path": "data/iris.csv", "target": "species" }, ' +
          '"layers": [ { "type": "Linear", "out_features": 8 } ], "loss": , "optimizer": }',
      );
  });

  test('a whole network of a template', async () => {
    await openEmpty();
    await choose('Two', 'Two classes');
    await expect.poll(text, patience).toContain('"loss": "BCELoss"');
    expect((await text()).trim().startsWith('// Two classes')).toBe(true);
    await expect.poll(hints, patience).toContain('[8] · 24 parameters');
    expect(await problems()).toEqual([]);
  });
});

describe('hover', () => {
  test('a layer in numbers, once', async () => {
    await open(moonsAt('"type": "Lin'));
    await expect.poll(() => hovers().then((all) => all.join()), patience).toContain('48 parameters');
    const all = await hovers();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(/nn\.Linear\(2, 16\)/);
  });

  test('live figures while a session of the document is open', async () => {
    await open(moonsAt('"type": "Lin'));
    const lenses = await vsCode.workbench.call(async (vscode) => {
      const { document } = vscode.window.activeTextEditor!;
      const found = await vscode.commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
      const [step] = found;
      await vscode.commands.executeCommand(step.command!.command, ...(step.command!.arguments as unknown[]));
      await vscode.window.showTextDocument(document, { viewColumn: 1, preserveFocus: false });
      return found.map(({ command }) => command!.title.replace(/\$\([^)]*\) /, ''));
    });
    expect(lenses).toEqual(['Step', 'Run', 'Debug', 'Open graph']);
    await expect
      .poll(() => hovers().then((all) => all.join()), patience)
      .toMatch(/Iteration 1: output mean .*∂L\/∂weight/);
    const tick = await vsCode.workbench.call((vscode, name) => {
      const { sessions } = vscode.extensions.getExtension('backstep.backstep')!.exports as { sessions: Sessions };
      return sessions.get(vscode.Uri.file(name))?.client.replay?.tick;
    }, file);
    expect(tick).toBeGreaterThan(10);
  });
});

test('inlay hints follow the text and their setting', async () => {
  await open(moons());
  await expect
    .poll(hints, patience)
    .toEqual([...['[16] · 48 parameters', '[16]', '[16] · 272 parameters', '[16]', '[1] · 17 parameters', '[1]']]);
  const set = (on: boolean | undefined) =>
    vsCode.workbench.call(
      (vscode, value) => vscode.workspace.getConfiguration('backstep').update('inlayHints', value, true),
      on,
    );
  await set(false);
  await expect.poll(hints, patience).toEqual([]);
  await set(undefined);
  await expect.poll(hints, patience).toHaveLength(6);
});

test('a quick fix mends a misspelt type', async () => {
  await open(moons().replace('"Sigmoid"', '"Sigmoyd"'));
  await expect.poll(problems, patience).toEqual(['backstep unknown-type']);
  await vsCode.workbench.call(async (vscode) => {
    const { document } = vscode.window.activeTextEditor!;
    const [{ range }] = vscode.languages.getDiagnostics(document.uri);
    const actions = await vscode.commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const action = actions.find(({ title }) => title.includes('Sigmoid'))!;
    await vscode.workspace.applyEdit(action.edit!);
  });
  expect(await text()).toBe(moons());
  await expect.poll(problems, patience).toEqual([]);
});

test('go to definition, references and rename of a layer', async () => {
  const skip = readFileSync(path.join(vsCode.folder, 'skip-connections.nn.json'), 'utf8');
  await open(skip.replace('["sum1"', '["su|m1"'));
  const found = await vsCode.workbench.call(async (vscode) => {
    const { document, selection } = vscode.window.activeTextEditor!;
    const ask = <Result>(command: string, ...more: unknown[]) =>
      vscode.commands.executeCommand<Result>(command, document.uri, selection.active, ...more);
    const definitions = await ask<Location[]>('vscode.executeDefinitionProvider');
    const references = await ask<Location[]>('vscode.executeReferenceProvider');
    const refused = await ask<WorkspaceEdit>('vscode.executeDocumentRenameProvider', 'sum2').then(
      () => '',
      (error: unknown) => String(error),
    );
    const edit = await ask<WorkspaceEdit>('vscode.executeDocumentRenameProvider', 'joined');
    await vscode.workspace.applyEdit(edit);
    return {
      definitions: definitions.map(({ range }) => document.lineAt(range.start.line).text),
      references: references.length,
      refused,
    };
  });
  expect(found.definitions).toEqual([expect.stringContaining('"name"')]);
  expect(found.references).toBeGreaterThanOrEqual(2);
  expect(found.refused).toContain('already');
  const renamed = await text();
  expect(renamed).toContain('"name": "joined"');
  expect(renamed).not.toContain('"sum1"');
  await expect.poll(problems, patience).toEqual([]);
});

test('formatting keeps comments', async () => {
  await open(moons().replace('  "seed": 42,', '"seed":42, // the answer'));
  const edits = await vsCode.workbench.call(async (vscode) => {
    const { document } = vscode.window.activeTextEditor!;
    const options = { tabSize: 2, insertSpaces: true };
    const found = await vscode.commands.executeCommand<TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      options,
    );
    const change = new vscode.WorkspaceEdit();
    change.set(document.uri, found);
    await vscode.workspace.applyEdit(change);
    return found.length;
  });
  expect(edits).toBeGreaterThan(0);
  expect(await text()).toBe(moons().replace('"seed": 42,', '"seed": 42, // the answer'));
});
