// Gets what the tests and `npm start` need from npm: VS Code's own server and web workbench, and the Node that runs it,
// in .vscode-test/. Run by itself it sets up and says so; a second run returns at once.
//
// VS Code's desktop download isn't reachable everywhere; the npm package code-server carries the same
// out/server-main.js. Only that is used, not code-server around it.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const windows = process.platform === 'win32';

const codeServer = '4.139.1'; // VS Code 1.139.1
const node = '24.21.0';
const platform = windows ? 'win' : process.platform;

export const root = path.dirname(path.dirname(import.meta.dirname));
/** Where everything that tests and `npm start` keep between runs lives. */
export const home = path.join(root, '.vscode-test');
const install = path.join(home, `server-${codeServer}-node-${node}`);
/** The Node that runs the server. */
export const nodeBinary = path.join(install, 'node/bin', windows ? 'node.exe' : 'node');
/** The server's entry, for nodeBinary. */
export const serverMain = path.join(install, 'vscode/out/server-main.js');

// Agents and sandboxes: 260 MB that nothing here needs and that only try to reach the network.
const droppedPackages = [
  ...['@github/copilot-sdk', '@microsoft/mxc-sdk', '@devcontainers/cli', '@vscode/windows-registry'],
  ...['@vscode/windows-process-tree', 'kerberos', 'ssh2'],
];
const droppedExtension = 'copilot';

/** Runs npm in a folder, by the npm that started us if there is one. @param {string} cwd @param {string[]} args */
function npm(cwd, ...args) {
  const cli = process.env.npm_execpath;
  const options = { cwd, maxBuffer: 1 << 26 };
  return cli?.endsWith('.js')
    ? run(process.execPath, [cli, ...args], options)
    : run('npm', args, { ...options, shell: windows });
}

/** Reads a JSON file, lets `change` alter it, writes it back. @param {string} file @param {(value: any) => void} change */
async function edit(file, change) {
  const value = JSON.parse(await readFile(file, 'utf8'));
  change(value);
  await writeFile(file, JSON.stringify(value, null, 2));
}

/** Sets the server up unless it is. @param {(line: string) => void} say gets a line of progress at each stage */
export async function setup(say = console.log) {
  if (existsSync(serverMain)) return;
  const started = Date.now();
  const part = `${install}.${String(process.pid)}`; // renamed when complete, so a broken-off setup is never taken for one
  await rm(part, { recursive: true, force: true });
  await mkdir(path.join(part, 'node'), { recursive: true });
  try {
    say('Setting up a VS Code server in .vscode-test/ (once; about a minute, 500 MB)');
    say('  downloading VS Code and Node …');
    const nodePackage = `node-${platform}-${process.arch}`;
    await npm(part, 'pack', '--silent', `code-server@${codeServer}`, `${nodePackage}@${node}`);

    say('  unpacking …');
    const tar = (/** @type {string[]} */ ...args) => run('tar', args, { cwd: part });
    await tar(
      'xzf',
      `${nodePackage}-${node}.tgz`,
      '-C',
      'node',
      '--strip-components=1',
      'package/bin',
      'package/package.json',
    );
    await tar('xzf', `code-server-${codeServer}.tgz`, '--strip-components=2', 'package/lib/vscode');
    await Promise.all(
      [`${nodePackage}-${node}.tgz`, `code-server-${codeServer}.tgz`].map((f) => rm(path.join(part, f))),
    );
    const vscode = path.join(part, 'vscode');
    await rm(path.join(vscode, 'extensions', droppedExtension), { recursive: true, force: true });

    say('  installing its packages …');
    await edit(path.join(vscode, 'package.json'), (manifest) => {
      for (const name of droppedPackages) delete manifest.dependencies[name];
      delete manifest.overrides;
      delete manifest.allowScripts;
    });
    await edit(path.join(vscode, 'npm-shrinkwrap.json'), (lock) => {
      for (const name of droppedPackages) delete lock.packages[''].dependencies[name];
    });
    // Not `npm ci`: the shrinkwrap is out of step with the manifest. Without the native logger it only logs less.
    await npm(vscode, 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
    await rename(part, install).catch((/** @type {unknown} */ error) => {
      if (!existsSync(serverMain)) throw error; // else another setup was quicker
    });
    say(`  done in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setup();
  console.log(`VS Code server: ${path.relative(process.cwd(), install)}`);
}
