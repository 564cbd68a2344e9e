// A weight that was changed by hand is written beside the file, which starts from it from then on.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withWorkbench } from './withWorkbench.ts';

const vsCode = withWorkbench();
const patience = { timeout: 30_000 };

test('an edited weight survives: the file names the weights beside it, and a new run starts from them', async () => {
  const file = path.join(vsCode.folder, 'written.nn.json');
  copyFileSync(path.join(vsCode.folder, 'moons.nn.json'), file);
  const before = readFileSync(file, 'utf8');
  const { page } = vsCode.workbench;
  await vsCode.workbench.openVisual(file);
  const view = vsCode.workbench.webview();
  const map = view.getByTestId('inspector').locator('.map').first();
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await view.locator('.inspector .cell').filter({ hasText: 'w[0, 0]' }).waitFor(patience);
  await page.keyboard.press('Enter');
  await view.locator('.cell-editor input').fill('0.125');
  await page.keyboard.press('Enter');
  const write = view.getByTestId('inspector').getByRole('button', { name: 'Write to file' });
  await write.waitFor(patience);
  await write.click();
  const text = () =>
    vsCode.workbench.call(async (vscode, name) => (await vscode.workspace.openTextDocument(name)).getText(), file);
  await expect.poll(text, patience).toContain('"weights": "written.safetensors"');
  expect(existsSync(path.join(vsCode.folder, 'written.safetensors'))).toBe(true);
  // A line of its own, and no other touched.
  const after = await text();
  expect(after.replace(/,?\n[^\n]*"weights"[^\n]*/, '').replaceAll(',', '')).toBe(before.replaceAll(',', ''));
  // The run begins anew, unchanged by hand, from the weight that was written.
  await write.waitFor({ state: 'detached', ...patience });
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await view
    .locator('.inspector .cell')
    .filter({ hasText: /w\[0, 0\] = 0\.1250/ })
    .waitFor(patience);
});
