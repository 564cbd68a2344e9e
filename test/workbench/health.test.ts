// Health in a real VS Code: in the Problems panel and the inspector, its fixes as edits, its pages with the run's numbers.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CodeAction } from 'vscode';
import type { Sessions } from '../../src/host/editor/sessions.ts';
import { withWorkbench } from './withWorkbench.ts';

const vsCode = withWorkbench();
const patience = { timeout: 60_000 };
let count = 0;

beforeEach(async () => {
  await vsCode.workbench.call(async (vscode) => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

const softmaxTwice = `{
  // three species
  "data": { "source": "iris" },
  "layers": [
    { "type": "Linear", "out_features": 3 }, // logits
    { "type": "Softmax" }
  ],
  "loss": "CrossEntropyLoss", "optimizer": { "type": "SGD", "lr": 0.1 }
}
`;
const slow = softmaxTwice
  .replace(' // logits\n    { "type": "Softmax" }', '')
  .replace('3 },', '3 }')
  .replace('0.1', '1e-7');

function write(text: string): string {
  const file = path.join(vsCode.folder, `health${++count}.nn.json`);
  writeFileSync(file, text);
  return file;
}

/** Codes of what stands in the Problems panel of a file. */
const problems = (file: string) =>
  vsCode.workbench.call(
    (vscode, name) =>
      vscode.languages.getDiagnostics(vscode.Uri.file(name)).map(({ code }) => {
        return typeof code === 'object' ? String(code.value) : String(code);
      }),
    file,
  );

/** Goes to an iteration of a file's run. */
const goTo = (file: string, iteration: number) =>
  vsCode.workbench.call(
    async (vscode, name, to) => {
      const { sessions } = vscode.extensions.getExtension('backstep.backstep')!.exports as { sessions: Sessions };
      const session = sessions.get(vscode.Uri.file(name))!;
      await session.ready;
      await session.stepper.seek(to * session.network!.instructions.length);
    },
    file,
    iteration,
  );

const actions = (file: string, code: string) =>
  vsCode.workbench.call(
    async (vscode, name, wanted) => {
      const uri = vscode.Uri.file(name);
      const found = vscode.languages.getDiagnostics(uri).find((one) => {
        return typeof one.code === 'object' && one.code.value === wanted;
      });
      await vscode.workspace.openTextDocument(uri);
      const all = await vscode.commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        found!.range,
      );
      return all.map(({ title }) => title);
    },
    file,
    code,
  );

const textOf = (file: string) =>
  vsCode.workbench.call(async (vscode, name) => (await vscode.workspace.openTextDocument(name)).getText(), file);

/** The Markdown preview's page, the only webview that isn't the graph. */
async function page(): Promise<string> {
  const { page: window } = vsCode.workbench;
  const frames = window.frames();
  const texts = await Promise.all(
    frames.map((frame) =>
      frame
        .locator('.markdown-body')
        .innerText({ timeout: 500 })
        .catch(() => ''),
    ),
  );
  return texts.join('\n');
}

describe('in the Problems panel', () => {
  test('what a run shows comes, goes and comes back with its moment, once, and is gone with the session', async () => {
    const file = write(slow);
    await vsCode.workbench.openVisual(file);
    await expect.poll(() => problems(file), patience).toContain('learning-rate');
    await goTo(file, 1300);
    await expect.poll(() => problems(file), patience).toContain('updates-too-small');
    const all = await problems(file);
    expect(all).toEqual([...new Set(all)]);
    await goTo(file, 10);
    await expect.poll(() => problems(file), patience).not.toContain('updates-too-small');
    expect(await problems(file)).toContain('learning-rate');
    await goTo(file, 1300);
    await expect.poll(() => problems(file), patience).toContain('updates-too-small');
    await vsCode.workbench.call((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
    await expect.poll(() => problems(file), patience).not.toContain('updates-too-small');
  });

  test('with all its fixes and a way to its page', async () => {
    const file = write(slow.replace('"CrossEntropyLoss"', '"NLLLoss"').replace('1e-7', '0.1'));
    await vsCode.workbench.openVisual(file);
    await expect.poll(() => problems(file), patience).toContain('nll-needs-log-softmax');
    const titles = await actions(file, 'nll-needs-log-softmax');
    expect(titles).toContain('Add a LogSoftmax at the end');
    expect(titles).toContain('Or use CrossEntropyLoss, which contains it');
    expect(titles.some((title) => title.startsWith('Why?'))).toBe(true);
  });

  test('by the user’s settings', async () => {
    const file = write(softmaxTwice);
    await vsCode.workbench.openVisual(file);
    const code = 'softmax-before-cross-entropy';
    await expect.poll(() => problems(file), patience).toEqual([code]);
    const set = (value: object | undefined) =>
      vsCode.workbench.call(
        (vscode, to) =>
          vscode.workspace.getConfiguration('backstep.health').update('softmaxBeforeCrossEntropy', to, true),
        value,
      );
    await set({ enabled: false });
    await expect.poll(() => problems(file), patience).toEqual([]);
    await set(undefined);
    await expect.poll(() => problems(file), patience).toEqual([code]);
  });
});

describe('in the visual editor', () => {
  async function openFindings(file: string) {
    await vsCode.workbench.openVisual(file);
    const view = vsCode.workbench.webview();
    await view.locator('.ailment').first().waitFor(patience);
    await view.locator('.ailment').first().click();
    await view.getByTestId('findings').waitFor(patience);
    return view.getByTestId('findings');
  }

  test('a fix that is clicked is the smallest edit, keeps comments, and can be undone', async () => {
    const file = write(softmaxTwice);
    const findings = await openFindings(file);
    await findings.getByRole('button', { name: 'Remove "softmax1"' }).click();
    await expect.poll(() => textOf(file), patience).toBe(softmaxTwice.replace(/,( \/\/ logits)\n.*Softmax.*/, '$1'));
    await expect.poll(() => problems(file), patience).toEqual([]);
    await vsCode.workbench.command('Undo');
    await expect.poll(() => textOf(file), patience).toBe(softmaxTwice);
    expect(readFileSync(file, 'utf8')).toBe(softmaxTwice);
  });

  test('Why? opens the page, with this run’s numbers', async () => {
    const file = write(slow);
    await vsCode.workbench.openVisual(file);
    await goTo(file, 1300);
    const view = vsCode.workbench.webview();
    await expect.poll(() => problems(file), patience).toContain('updates-too-small');
    await view.locator('.ailment').first().click();
    const findings = view.getByTestId('findings');
    await findings.getByRole('button', { name: /Why.*Updates too small/ }).click();
    await expect.poll(page, patience).toContain('In your network');
    const shown = await page();
    expect(shown).toContain('Updates too small');
    expect(shown).toMatch(/since iteration 1\d{3}/);
    expect(shown).toContain('backstep.health.updatesTooSmall');
    expect(shown).toContain(path.basename(file));
  });
});
