// Export to PyTorch… in a real VS Code: the script and its data are written where the dialog says; a mistake is told.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withWorkbench } from './withWorkbench.ts';

const vsCode = withWorkbench();
const patience = { timeout: 30_000 };

/** Runs the command and says yes to `place` in the save dialog. */
async function exportTo(place: string) {
  const { page } = vsCode.workbench;
  await vsCode.workbench.command('Backstep: Export to PyTorch');
  const input = page.locator('.quick-input-widget input[type=text]');
  await expect.poll(() => input.inputValue(), patience).toMatch(/\.py$/);
  await input.fill(place);
  await expect.poll(() => input.inputValue(), patience).toBe(place);
  await page.keyboard.press('Enter');
  await expect.poll(() => existsSync(place), patience).toBe(true);
  // Where the key is heard twice the dialog asks again.
  await page.keyboard.press('Escape');
}

/** A notification says so; the list of them is opened, since one that pops up goes away again. */
async function told(message: string) {
  const { page, call } = vsCode.workbench;
  const found = page.locator('.notifications-center').getByText(message);
  const look = async () => {
    await call((vscode) => vscode.commands.executeCommand('notifications.showList'));
    return found.count();
  };
  await expect.poll(look, patience).toBeGreaterThan(0);
  await call((vscode) => vscode.commands.executeCommand('notifications.clearAll'));
}

test('the visual editor’s network, its data beside the script', async () => {
  const { workbench, folder } = vsCode;
  await workbench.openVisual(path.join(folder, 'moons.nn.json'));
  const script = path.join(folder, 'moons-run.py');
  await exportTo(script);
  expect(readFileSync(script, 'utf8')).toContain('torch.manual_seed(42)');
  expect(readFileSync(path.join(folder, 'moons-run.npz')).subarray(0, 2).toString()).toBe('PK');
  await told('Exported to moons-run.py');
});

test('a new document shown as text, without a graph', async () => {
  const { workbench, folder } = vsCode;
  const text = readFileSync(path.join(folder, 'xor.nn.json'), 'utf8');
  await workbench.call(async (vscode, content) => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const document = await vscode.workspace.openTextDocument({ language: 'nnjson', content });
    await vscode.window.showTextDocument(document);
  }, text);
  const script = path.join(folder, 'unsaved.py');
  await exportTo(script);
  expect(readFileSync(script, 'utf8')).toContain('nn.Linear(2,');
});

test('a network with a mistake is not exported', async () => {
  const { workbench, folder } = vsCode;
  const file = path.join(folder, 'mistake.nn.json');
  copyFileSync(path.join(folder, 'xor.nn.json'), file);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"Linear"', '"Linearr"'));
  await workbench.call(async (vscode, name) => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.window.showTextDocument(vscode.Uri.file(name));
  }, file);
  await workbench.command('Backstep: Export to PyTorch');
  await told('A network with mistakes can’t be exported');
});
