// The visual editor on a real file in a real VS Code: stepping, editing, two panels, the text beside it, a crash.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { CompletionList, Hover } from 'vscode';
import type { Sessions } from '../../src/host/editor/sessions.ts';
import { withWorkbench } from './withWorkbench.ts';

const vsCode = withWorkbench();
const patience = { timeout: 20_000 };
let file = '';
let count = 0;

/** A copy of the moons of its own for each test, open in the visual editor alone. */
beforeEach(async () => {
  file = path.join(vsCode.folder, `moons${++count}.nn.json`);
  copyFileSync(path.join(vsCode.folder, 'moons.nn.json'), file);
  await vsCode.workbench.call(async (vscode) => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  await vsCode.workbench.openVisual(file);
  await iteration(0);
});

async function readout(name: string, panel = 0): Promise<string> {
  const readouts = vsCode.workbench.webview(panel).getByTestId('readouts');
  const row = readouts.locator('div').filter({ has: vsCode.workbench.page.locator(`dt:text-is("${name}")`) });
  return (await row.locator('dd').textContent()) ?? '';
}

const iteration = (wanted: number, panel = 0) =>
  expect.poll(() => readout('iteration', panel), patience).toBe(String(wanted));

async function press(...keys: string[]) {
  for (const key of keys) await vsCode.workbench.page.keyboard.press(key);
}

/** Puts the focus into the view, where a click chooses nothing. */
async function focusView(panel = 0) {
  await vsCode.workbench.webview(panel).getByTestId('readouts').click();
}

/** Replaces the first `from` of the document by `to`. */
function edit(from: string, to: string) {
  return vsCode.workbench.call(
    async (vscode, name, before, after) => {
      const document = await vscode.workspace.openTextDocument(name);
      const start = document.getText().indexOf(before);
      if (start < 0) throw new Error(`no ${before}`);
      const change = new vscode.WorkspaceEdit();
      const range = new vscode.Range(document.positionAt(start), document.positionAt(start + before.length));
      change.replace(document.uri, range, after);
      await vscode.workspace.applyEdit(change);
    },
    file,
    from,
    to,
  );
}

/** Problems of the file: who, code, 0-based line. */
function problems() {
  return vsCode.workbench.call(
    (vscode, name) =>
      vscode.languages
        .getDiagnostics(vscode.Uri.file(name))
        .map(({ source, code, range }) => ({ source, code, line: range.start.line })),
    file,
  );
}

/** Ends the engine's thread as a crash would. */
function killEngine() {
  return vsCode.workbench.call((vscode, name) => {
    const { sessions } = vscode.extensions.getExtension('backstep.backstep')!.exports as { sessions: Sessions };
    const { client } = sessions.get(vscode.Uri.file(name))!;
    (client as unknown as { thread: { terminate(): void } }).thread.terminate();
  }, file);
}

function tabs() {
  return vsCode.workbench.call((vscode) =>
    vscode.window.tabGroups.all.map((group) =>
      group.tabs.map(({ input }) => (input instanceof vscode.TabInputCustom ? input.viewType : 'text')),
    ),
  );
}

test('the graph shows every layer, and the text is saved as it was', async () => {
  const graph = vsCode.workbench.webview().getByTestId('graph');
  for (const name of ['data', 'hidden1', 'relu1', 'hidden2', 'relu2', 'output', 'sigmoid1', 'loss']) {
    await graph.locator(`[data-layer="${name}"]`).waitFor();
  }
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(path.join(vsCode.folder, 'moons.nn.json'), 'utf8'));
});

test('each key steps once, by its size; Back and Reset return', async () => {
  await focusView();
  await press('F10');
  await iteration(1);
  const loss = await readout('loss');
  await press('F10');
  await iteration(2);
  expect(await readout('loss')).not.toBe(loss);
  await press('Shift+F10');
  await iteration(1);
  expect(await readout('loss')).toBe(loss);
  const done = () => vsCode.workbench.webview().getByTestId('instruction').textContent();
  const total = Number(/\/ (\d+)/.exec((await done()) ?? '')?.[1]);
  expect(total).toBeGreaterThan(10);
  await press('F11');
  await expect.poll(done, patience).toMatch(new RegExp(`^\\s*1 / ${total}`));
  await press('F11');
  await expect.poll(done, patience).toMatch(new RegExp(`^\\s*2 / ${total}`));
  await iteration(2);
  await press('Shift+F11');
  await expect.poll(done, patience).not.toMatch(/^\s*[12] \//);
  await press('Shift+F5');
  await iteration(0);
});

test('F5 runs and pauses', async () => {
  await edit(', "epochs": 50', '');
  await focusView();
  await press('F5');
  await expect.poll(async () => Number((await readout('iteration')).replace(/\D/g, '')), patience).toBeGreaterThan(5);
  await press('F5');
  await vsCode.workbench.page.waitForTimeout(500);
  const stood = await readout('iteration');
  await vsCode.workbench.page.waitForTimeout(500);
  expect(await readout('iteration')).toBe(stood);
});

test('an edit redraws the graph and keeps the run; undo brings the old graph back', async () => {
  await focusView();
  await press('F10', 'F10', 'F10');
  await iteration(3);
  const { webview } = vsCode.workbench;
  await edit('{ "type": "ReLU" }', '{ "type": "Tanh" }');
  await webview().locator('[data-layer="tanh1"]').waitFor(patience);
  await iteration(3);
  await press('F10');
  await iteration(4);
  await vsCode.workbench.call((vscode) => vscode.commands.executeCommand('undo'));
  await webview().locator('[data-layer="relu2"]').waitFor(patience);
  await iteration(4);
});

test('a mistake keeps the last graph, is listed, and stands once in Problems at its line', async () => {
  await edit('"type": "Sigmoid"', '"type": "Sigmoidd"');
  const { webview } = vsCode.workbench;
  await webview().getByTestId('errors').waitFor(patience);
  await webview().locator('[data-layer="sigmoid1"]').waitFor();
  const line = readFileSync(file, 'utf8').slice(0, readFileSync(file, 'utf8').indexOf('"Sigmoid"')).split('\n').length;
  await expect.poll(problems, patience).toEqual([{ source: 'backstep', code: expect.any(String), line: line - 1 }]);
  await edit('"Sigmoidd" },', '"Sigmoid"').catch(() => edit('"Sigmoidd"', '"Sigmoid"'));
  await webview()
    .getByTestId('errors')
    .waitFor({ state: 'detached', ...patience });
  expect(await problems()).toEqual([]);
});

test('a slip in the syntax is told once too', async () => {
  await edit('"seed": 42,', '"seed": 42');
  await expect.poll(problems, patience).toHaveLength(1);
});

test('the source opens to the side, and the selection goes both ways', async () => {
  const { workbench } = vsCode;
  const { call, webview } = workbench;
  await workbench.command('Backstep: Open Source to the Side');
  await expect.poll(tabs, patience).toEqual([['backstep.network'], ['text']]);

  await webview().locator('[data-layer="hidden2"]').click();
  const selected = () =>
    call((vscode) => {
      const [editor] = vscode.window.visibleTextEditors;
      return editor.document.getText(editor.selection);
    });
  await expect.poll(selected, patience).toMatch(/^\{[^{]*"name": "hidden2"[^]*\}$/);

  await call((vscode) => {
    const [editor] = vscode.window.visibleTextEditors;
    const position = editor.document.positionAt(editor.document.getText().indexOf('"name": "output"'));
    editor.selection = new vscode.Selection(position, position);
  });
  await webview().locator('[data-layer="output"].at-cursor').waitFor(patience);

  await workbench.command('Backstep: Open Source to the Side');
  await vsCode.workbench.page.waitForTimeout(500);
  expect(await tabs()).toEqual([['backstep.network'], ['text']]);
});

test('two panels share the session; a hidden one is up to date when it is shown', async () => {
  const { call } = vsCode.workbench;
  await call((vscode) => vscode.commands.executeCommand('workbench.action.splitEditorRight'));
  await iteration(0, 1);
  await focusView(1);
  await press('F10');
  await iteration(1, 0);
  await iteration(1, 1);
  await call(async (vscode, name) => {
    await vscode.window.showTextDocument(vscode.Uri.file(name), { viewColumn: 2 });
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
  }, file);
  await focusView(0);
  await press('F10');
  await iteration(2, 0);
  await call((vscode) => vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup'));
  await call((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
  await iteration(2, 1);
});

test("a run's moment survives closing the tab", async () => {
  await focusView();
  await press('F10', 'F10');
  await iteration(2);
  const loss = await readout('loss');
  await vsCode.workbench.call((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  await vsCode.workbench.openVisual(file);
  await iteration(2);
  expect(await readout('loss')).toBe(loss);
});

test('after a crash of the engine the session is back at the same moment; after a second one Reset brings it back', async () => {
  await focusView();
  await press('F10', 'F10', 'F10');
  await iteration(3);
  const loss = await readout('loss');
  const trouble = vsCode.workbench.webview().getByRole('alert');
  await killEngine();
  await trouble.waitFor({ state: 'detached', ...patience });
  await iteration(3);
  expect(await readout('loss')).toBe(loss);
  await press('F10');
  await iteration(4);
  await killEngine();
  await trouble.filter({ hasText: 'Reset' }).waitFor(patience);
  await press('Shift+F5');
  await trouble.waitFor({ state: 'detached', ...patience });
  await press('Shift+F10');
  await iteration(3);
  expect(await readout('loss')).toBe(loss);
});

test('a hovered layer shows its card', async () => {
  await focusView();
  await press('F10');
  await iteration(1);
  await vsCode.workbench.webview().locator('[data-layer="hidden1"]').hover();
  const card = vsCode.workbench.webview().getByTestId('hover-card');
  await card.waitFor(patience);
  await card.filter({ hasText: 'hidden1' }).locator('canvas').first().waitFor(patience);
});

test('New Network opens a template in the visual editor', async () => {
  const { workbench } = vsCode;
  const { page, webview, call } = workbench;
  await focusView(); // a view that takes the focus late would close the list
  await workbench.command('Backstep: New Network');
  const quickPick = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Two classes' });
  await quickPick.click();
  await expect
    .poll(() => call((vscode) => vscode.window.tabGroups.activeTabGroup.activeTab?.label), patience)
    .toBe('network.nn.json');
  await webview().locator('[data-layer="tanh1"]').waitFor(patience);
  await iteration(0);
  await focusView();
  await press('F10');
  await iteration(1);
});

test('a saved new network goes on at its moment, and a changed data file is read anew', async () => {
  const { workbench } = vsCode;
  const { call, page } = workbench;
  const folder = path.dirname(file);
  const rows = (last: string) => `x,y\n1,2\n2,4\n3,6\n4,${last}\n`;
  writeFileSync(path.join(folder, 'rows.csv'), rows('8'));
  const text = `{
  "data": { "source": "csv", "path": "${path.join(folder, 'rows.csv')}", "target": "y", "test": 0 },
  "layers": [{ "type": "Linear", "out_features": 1 }],
  "loss": "MSELoss",
  "optimizer": { "type": "SGD", "lr": 0.01 },
}`;
  const saved = path.join(folder, `saved${count}.nn.json`);
  await call(
    async (vscode, name, content) => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const { uri } = await vscode.workspace.openTextDocument(vscode.Uri.file(name).with({ scheme: 'untitled' }));
      const change = new vscode.WorkspaceEdit();
      change.insert(uri, new vscode.Position(0, 0), content);
      await vscode.workspace.applyEdit(change);
      await vscode.commands.executeCommand('vscode.openWith', uri, 'backstep.network');
    },
    saved,
    text,
  );
  await iteration(0);
  await focusView();
  await press('F10', 'F10');
  await iteration(2);
  const loss = await readout('loss');
  await call((vscode) => vscode.commands.executeCommand('workbench.action.files.save'));
  await expect.poll(() => existsSync(saved), patience).toBe(true);
  await iteration(2);
  expect(await readout('loss')).toBe(loss);

  // VS Code takes a while until it watches a file: what is written before isn't heard of.
  const written = (last: string, found: () => Promise<unknown>, wanted: unknown) => {
    const write = () => (writeFileSync(path.join(folder, 'rows.csv'), rows(last)), page.waitForTimeout(2000));
    return expect.poll(() => write().then(found), patience).toBe(wanted);
  };
  await written('80', () => readout('iteration'), '0');
  await focusView();
  await press('F10', 'F10');
  await iteration(2);
  expect(await readout('loss')).not.toBe(loss);
  const errors = () => workbench.webview().getByTestId('errors').count();
  await written('eight', errors, 1);
  await written('8', errors, 0);
});

test('a diff shows the text', async () => {
  await vsCode.workbench.call(
    (vscode, a, b) => vscode.commands.executeCommand('vscode.diff', vscode.Uri.file(a), vscode.Uri.file(b)),
    path.join(vsCode.folder, 'moons.nn.json'),
    file,
  );
  await vsCode.workbench.page.locator('.diffOverview').first().waitFor(patience);
});

test('as text: comments and trailing commas are fine, the schema completes and describes', async () => {
  const { call } = vsCode.workbench;
  await edit('{ "type": "Sigmoid" }', '{ "type": "" }, // one more');
  const answers = await call(async (vscode, name) => {
    const document = await vscode.workspace.openTextDocument(name);
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.window.showTextDocument(document);
    const at = (text: string) => document.positionAt(document.getText().indexOf(text) + text.length);
    const list = await vscode.commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at('{ "type": "'),
    );
    const hovers = await vscode.commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at('"lay'),
    );
    return {
      language: document.languageId,
      labels: list.items.map(({ label }) => label),
      hovers: hovers.flatMap(({ contents }) => contents.map((c) => (typeof c === 'string' ? c : c.value))),
    };
  }, file);
  expect(answers.language).toBe('nnjson');
  expect(answers.labels).toEqual(expect.arrayContaining(['"Linear"', '"ReLU"', '"Sigmoid"']));
  expect(answers.hovers.join()).toMatch(/layers/);
  await edit('{ "type": "" },', '{ "type": "Sigmoid" },');
  await expect.poll(problems, patience).toEqual([]);
  await edit('"lr": 0.1', '"lrr": 0.1');
  await expect.poll(() => problems().then((list) => list.map(({ source }) => source)), patience).toContain('backstep');
});
