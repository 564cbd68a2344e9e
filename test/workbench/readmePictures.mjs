// The README's pictures, taken in a real VS Code:  npm run pictures
// (`screenshot.mjs` calls `shots`; see its head.)

/** @param {{ workbench: any, view: any, shot: (name: string) => Promise<void> }} tools */
export async function shots({ workbench, view, shot }) {
  const settle = () => workbench.page.waitForTimeout(1200);
  await view.getByTestId('graph').waitFor();
  const step = () => workbench.call((/** @type {any} */ vscode) => vscode.commands.executeCommand('backstep.step'));
  for (let i = 0; i < 128; i++) await step();
  for (let i = 0; i < 6; i++) {
    await workbench.call((/** @type {any} */ vscode) => vscode.commands.executeCommand('backstep.back'));
  }
  await view.locator('[data-layer="hidden2"]').click();
  await settle();
  await shot('dark');
  await workbench.setTheme('light');
  await settle();
  await shot('light');
  await workbench.setTheme('dark');
  await view.locator('.graph-buttons button').first().click();
  await view.getByRole('tab', { name: 'ƒ' }).click();
  await settle();
  await shot('neurons');
}
