// Debugging in a real VS Code: from the text alone, the graph alone, and both; what stands where after each stop.
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DebugSession } from 'vscode';
import type { Sessions } from '../../src/host/editor/sessions.ts';
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

/** Where the keys go: into the text, the graph, or elsewhere. */
const focus = () =>
  vsCode.workbench.page.evaluate(() => {
    const at = document.activeElement;
    if (at?.tagName === 'IFRAME') return 'graph';
    return at?.closest('.editor-group-container') ? 'text' : (at?.closest('.debug-call-stack') && 'call stack') || '?';
  });

async function stepsThrough(arrangement: string[][]) {
  const { page } = vsCode.workbench;
  const relu = line('"type": "ReLU"');
  await stopsAt(relu);
  await expect
    .poll(async () => (await groups()).map((tabs) => tabs.join()).sort(), patience)
    .toEqual(arrangement.map((tabs) => tabs.join()).sort());
  await vsCode.workbench.call((vscode) => {
    const seen = { opened: 0 };
    Object.assign(globalThis, { seen });
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => (seen.opened += opened.length));
  });
  await page.keyboard.press('F11');
  await page.waitForTimeout(1500);
  await page.keyboard.press('F10');
  await page.waitForTimeout(1500);
  expect((await groups()).map((tabs) => tabs.join()).sort()).toEqual(arrangement.map((tabs) => tabs.join()).sort());
  await expect.poll(yellowLines, patience).toBeGreaterThan(0);
  // Not even for a moment: a second graph over the text is a blank pane until it is closed.
  expect(await vsCode.workbench.call(() => (globalThis as unknown as { seen: { opened: number } }).seen.opened)).toBe(
    0,
  );
  const tick = (await valueIn(file, 'tick'))!;
  await expect
    .poll(() => vsCode.workbench.webview().getByTestId('instruction').textContent(), patience)
    .toMatch(new RegExp(`^${tick} /`));
}

/** Each frame of the call stack is shown in the text, and nothing else changes. */
async function selectsFrames(arrangement: string[][]) {
  const { page } = vsCode.workbench;
  await vsCode.workbench.call((vscode) => vscode.commands.executeCommand('workbench.view.debug'));
  const rows = page.locator('.debug-call-stack .monaco-list-row');
  await expect.poll(() => rows.count(), patience).toBe(4);
  for (const frame of [2, 0, 3]) {
    await rows.nth(frame).click();
    await page.waitForTimeout(1500);
    expect((await groups()).map((tabs) => tabs.join()).sort()).toEqual(arrangement.map((tabs) => tabs.join()).sort());
    await expect.poll(focus, patience).toBe('call stack');
  }
  await expect
    .poll(() => page.locator('.monaco-editor .debug-focused-stack-frame-line').count(), patience)
    .toBeGreaterThan(0);
  await vsCode.workbench.call((vscode) => vscode.commands.executeCommand('workbench.view.explorer'));
}

const ready = () => vsCode.workbench.page.waitForTimeout(1000);

test('begun from the text alone', async () => {
  await vsCode.workbench.call((vscode, name) => vscode.window.showTextDocument(vscode.Uri.file(name)), file);
  await ready();
  await debug(line('"type": "ReLU"'));
  await stepsThrough([['text'], ['graph']]);
  await expect.poll(focus, patience).toBe('text');
  await selectsFrames([['text'], ['graph']]);
});

/** A breakpoint on a line, and the session begun as the graph's title bar begins it. */
const debugFromGraph = (at: number) =>
  vsCode.workbench.call(
    (vscode, name, one) => {
      vscode.debug.addBreakpoints([
        new vscode.SourceBreakpoint(new vscode.Location(vscode.Uri.file(name), new vscode.Position(one, 0))),
      ]);
      void vscode.commands.executeCommand('backstep.debug');
    },
    file,
    at,
  );

test('begun from the graph alone', async () => {
  await vsCode.workbench.openVisual(file);
  await debugFromGraph(line('"type": "ReLU"'));
  await stepsThrough([['text'], ['graph']]);
  await expect.poll(focus, patience).toBe('graph');
  await selectsFrames([['text'], ['graph']]);
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
  await expect.poll(focus, patience).toBe('text');
  await selectsFrames([['text'], ['graph']]);
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

/** Of the session that debugs a file: an expression's value; null while there is none. */
const valueIn = (name: string, expression: string) =>
  vsCode.workbench.call(
    (vscode, program, asked) => {
      const session = vscode.debug.activeDebugSession;
      if (session?.configuration.program !== program) return null;
      return Promise.resolve(
        session.customRequest('evaluate', { expression: asked, context: 'watch' }) as Thenable<{ result: string }>,
      ).then(
        ({ result }) => result,
        () => null,
      );
    },
    name,
    expression,
  );

test('the graph shows the moment of the stop, View Tensor its layer; an edit outlives a crash of the engine', async () => {
  await vsCode.workbench.openVisual(file);
  await debugFromGraph(line('"type": "ReLU"'));
  await stopsAt(line('"type": "ReLU"'));
  const view = vsCode.workbench.webview();
  const tick = (await valueIn(file, 'tick'))!;
  await expect.poll(() => view.getByTestId('instruction').textContent(), patience).toMatch(new RegExp(`^${tick} /`));
  await vsCode.workbench.call((vscode) =>
    vscode.commands.executeCommand('backstep.viewTensor', { variable: { evaluateName: 'output.weight.grad[0]' } }),
  );
  await view.getByTestId('inspector').filter({ hasText: 'output' }).waitFor(patience);
  await expect
    .poll(() => view.getByRole('tab', { selected: true, name: 'Gradients' }).count(), patience)
    .toBeGreaterThan(0);
  await vsCode.workbench.call(async (vscode, name) => {
    const session = vscode.debug.activeDebugSession!;
    await session.customRequest('setExpression', { expression: 'output.bias[0]', value: '3' });
    const { sessions } = vscode.extensions.getExtension('backstep.backstep')!.exports as { sessions: Sessions };
    const { client } = sessions.get(vscode.Uri.file(name))!;
    (client as unknown as { thread: { terminate(): void } }).thread.terminate();
  }, file);
  await expect.poll(() => valueIn(file, 'output.bias[0]'), patience).toBe('3');
  expect(await valueIn(file, 'tick')).toBe(tick);
});

test('two files are debugged at once, each with a run of its own', async () => {
  const other = path.join(vsCode.folder, `other${count}.nn.json`);
  copyFileSync(file, other);
  const ticks = await vsCode.workbench.call(
    async (vscode, programs) => {
      const started: DebugSession[] = [];
      const listening = vscode.debug.onDidStartDebugSession((session) => void started.push(session));
      for (const program of programs)
        await vscode.debug.startDebugging(undefined, {
          type: 'backstep',
          request: 'launch',
          name: program,
          program,
          stopOnEntry: true,
        });
      listening.dispose();
      const sessions = programs.map((program) =>
        started.find(({ configuration }) => configuration.program === program)!,
      );
      const tick = async (session: DebugSession) =>
        ((await session.customRequest('evaluate', { expression: 'tick' })) as { result: string }).result;
      const step = async (session: DebugSession): Promise<unknown> =>
        Promise.resolve(session.customRequest('stepIn', { threadId: 1 })).catch(async () => {
          await new Promise((resolve) => setTimeout(resolve, 100));
          return step(session);
        });
      await step(sessions[0]);
      for (let i = 0; i < 300 && (await tick(sessions[0])) === '0'; i++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      return Promise.all(sessions.map(tick));
    },
    [file, other],
  );
  expect(ticks).toEqual(['1', '0']);
});
