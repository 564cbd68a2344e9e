// Debugging in a real VS Code: from the text alone, the graph alone, and both; what stands where after each stop.
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withWorkbench } from './withWorkbench.ts';

const vsCode = withWorkbench();
const patience = { timeout: 30_000 };
let file = '';
let count = 0;

beforeEach(async () => {
  file = path.join(vsCode.folder, `debugged${++count}.nn.json`);
  copyFileSync(path.join(vsCode.folder, 'moons.nn.json'), file);
  await vsCode.workbench.call((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
});

afterEach(async () => {
  await vsCode.workbench.call(async (vscode) => {
    await vscode.debug.stopDebugging();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  });
  await expect
    .poll(() => vsCode.workbench.call((vscode) => vscode.debug.activeDebugSession === undefined), patience)
    .toBe(true);
});

/** Of each group: what its tabs show, the active one first. */
const groups = () =>
  vsCode.workbench.call((vscode) =>
    vscode.window.tabGroups.all
      .filter(({ tabs }) => tabs.length > 0)
      .map(({ tabs }) =>
        [...tabs]
          .sort((a, b) => Number(b.isActive) - Number(a.isActive))
          .map(({ input }) => (input instanceof vscode.TabInputCustom ? 'graph' : 'text')),
      ),
  );

const line = (part: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((one) => one.includes(part));

/** A breakpoint on a line, and the session begun as F5 begins it. */
async function debug(...lines: number[]) {
  await vsCode.workbench.call(
    (vscode, name, at) =>
      vscode.debug.addBreakpoints(
        at.map(
          (one) => new vscode.SourceBreakpoint(new vscode.Location(vscode.Uri.file(name), new vscode.Position(one, 0))),
        ),
      ),
    file,
    lines,
  );
  await vsCode.workbench.page.keyboard.press('F5');
}

const activeLine = () =>
  vsCode.workbench.call(async (vscode) => {
    const session = vscode.debug.activeDebugSession;
    if (!session) return null;
    interface Trace {
      stackFrames: { line: number }[];
    }
    return Promise.resolve(session.customRequest('stackTrace', { threadId: 1 }) as Thenable<Trace>).then(
      ({ stackFrames }) => stackFrames[0].line - 1,
      () => null,
    );
  });

const yellowLines = () => vsCode.workbench.page.locator('.monaco-editor .debug-top-stack-frame-line').count();

async function stopsAt(wanted: number) {
  await expect.poll(activeLine, patience).toBe(wanted);
  await expect.poll(yellowLines, patience).toBeGreaterThan(0);
}

async function stepsThrough(arrangement: string[][]) {
  const { page } = vsCode.workbench;
  const relu = line('"type": "ReLU"');
  await stopsAt(relu);
  await expect
    .poll(async () => (await groups()).map((tabs) => tabs.join()).sort(), patience)
    .toEqual(arrangement.map((tabs) => tabs.join()).sort());
  await page.keyboard.press('F11');
  await page.waitForTimeout(1500);
  await page.keyboard.press('F10');
  await page.waitForTimeout(1500);
  expect((await groups()).map((tabs) => tabs.join()).sort()).toEqual(arrangement.map((tabs) => tabs.join()).sort());
  await expect.poll(yellowLines, patience).toBeGreaterThan(0);
}

const ready = () => vsCode.workbench.page.waitForTimeout(1000);

test('begun from the text alone', async () => {
  await vsCode.workbench.call((vscode, name) => vscode.window.showTextDocument(vscode.Uri.file(name)), file);
  await ready();
  await debug(line('"type": "ReLU"'));
  await stepsThrough([['text'], ['graph']]);
  await vsCode.workbench.webview().getByTestId('graph').waitFor(patience);
});

test('begun from the graph alone', async () => {
  await vsCode.workbench.openVisual(file);
  await vsCode.workbench.call(
    (vscode, name, at) => {
      vscode.debug.addBreakpoints([
        new vscode.SourceBreakpoint(new vscode.Location(vscode.Uri.file(name), new vscode.Position(at, 0))),
      ]);
      void vscode.commands.executeCommand('backstep.debug');
    },
    file,
    line('"type": "ReLU"'),
  );
  await stepsThrough([['text'], ['graph']]);
});

test('begun side by side', async () => {
  await vsCode.workbench.openVisual(file);
  await vsCode.workbench.call(
    (vscode, name) => vscode.window.showTextDocument(vscode.Uri.file(name), { viewColumn: vscode.ViewColumn.Beside }),
    file,
  );
  await ready();
  await debug(line('"type": "ReLU"'));
  await stepsThrough([['text'], ['graph']]);
  const active = await vsCode.workbench.call((vscode) => vscode.window.activeTextEditor?.document.uri.fsPath);
  expect(active).toBe(file);
});

test('a second session on one file is refused', async () => {
  await vsCode.workbench.call((vscode, name) => vscode.window.showTextDocument(vscode.Uri.file(name)), file);
  await ready();
  await debug(line('"type": "ReLU"'));
  await stopsAt(line('"type": "ReLU"'));
  const began = await vsCode.workbench.call(
    (vscode, name) =>
      Promise.race([
        Promise.resolve(
          vscode.debug.startDebugging(undefined, { type: 'backstep', request: 'attach', name: 'again', program: name }),
        ).then(String, String),
        new Promise<string>((resolve) => setTimeout(() => resolve('waiting'), 5000)),
      ]),
    file,
  );
  expect(began).not.toBe('true');
  await vsCode.workbench.page.keyboard.press('Escape');
});

test('a breakpoint set on a card stands in the text, and the other way round', async () => {
  await vsCode.workbench.openVisual(file);
  const view = vsCode.workbench.webview();
  const card = view.locator('[data-layer=relu1]');
  await card.waitFor(patience);
  await card.focus();
  await card.press('F9');
  const lines = () =>
    vsCode.workbench.call((vscode) =>
      vscode.debug.breakpoints.flatMap((one) =>
        one instanceof vscode.SourceBreakpoint ? [one.location.range.start.line] : [],
      ),
    );
  await expect.poll(lines, patience).toEqual([line('"type": "ReLU"')]);
  await expect.poll(() => card.locator('.breakpoint-dot').count(), patience).toBe(1);
  await vsCode.workbench.call((vscode) => vscode.debug.removeBreakpoints(vscode.debug.breakpoints));
  await expect.poll(() => view.locator('.breakpoint-dot').count(), patience).toBe(0);
});
