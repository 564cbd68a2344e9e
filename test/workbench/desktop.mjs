// `npm run test:desktop`: the in-host suite in a desktop VS Code, the one that the environment's VSCODE_EXECUTABLE names
// or else one that @vscode/test-electron downloads into .vscode-test/.

import { runTests } from '@vscode/test-electron';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../../esbuild.mjs';
import { bundleInHostSuite, inHostSuite } from './inHostBundle.mjs';
import { home, root } from './setup.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'backstep-desktop-'));
try {
  await build();
  await bundleInHostSuite();
  cpSync(path.join(root, 'media/examples'), folder, { recursive: true });
  process.exitCode = await runTests({
    ...(process.env.VSCODE_EXECUTABLE ? { vscodeExecutablePath: process.env.VSCODE_EXECUTABLE } : { cachePath: home }),
    extensionDevelopmentPath: root,
    extensionTestsPath: inHostSuite,
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
