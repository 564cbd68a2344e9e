// Bundles the suite that runs inside the extension host (inHost/) into one CommonJS file, as VS Code wants it.

import * as esbuild from 'esbuild';
import path from 'node:path';
import { root } from './setup.mjs';

/** The bundled suite: the module to give to VS Code as extensionTestsPath. */
export const inHostSuite = path.join(root, 'build/inHost.cjs');

export async function bundleInHostSuite() {
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, 'inHost/index.ts')],
    outfile: inHostSuite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
