// Backstep in a real workbench: it activates, a network opens as a graph, and the suite inside the host passes.
import { expect, test } from 'vitest';
import { runInHost } from './harness.mjs';
import { inHostSuite } from './inHostBundle.mjs';
import { withWorkbench } from './withWorkbench.ts';

const vsCode = withWorkbench();

test('the extension activates', async () => {
  const active = await vsCode.workbench.call(async (vscode) => {
    const extension = vscode.extensions.getExtension('backstep.backstep');
    await extension?.activate();
    return extension?.isActive;
  });
  expect(active).toBe(true);
});

test('a click on a network in the explorer shows its graph', async () => {
  const { page, webview } = vsCode.workbench;
  await page.locator('.explorer-folders-view').getByText('xor.nn.json', { exact: true }).click();
  await webview().getByTestId('graph').waitFor({ timeout: 30_000 });
});

test('the suite inside the extension host passes', async () => {
  const { code, results, log } = await runInHost({ ...vsCode, tests: inHostSuite });
  const failed = results.filter(({ error }) => error !== undefined);
  expect(failed, failed.map(({ name, error }) => `${name}: ${error ?? ''}`).join('\n')).toEqual([]);
  expect(code, log).toBe(0);
  expect(results.length).toBeGreaterThan(0);
});
