// `npm start`: builds, and opens the examples in VS Code with Backstep in it: the `code` on PATH, or else a VS Code
// server on 127.0.0.1 for a browser tab. `npm start -- --port 9000` chooses its port, `--server` takes the server even
// where there is a `code`. Ctrl+C stops everything.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../esbuild.mjs';
import { findOnPath } from './browser.mjs';
import { freePort, layout, quietSettings, startVsCode } from './server.mjs';
import { home, root, setup } from './setup.mjs';

const usage = `npm start -- [--port N] [--server]

  --port N   the server's port on 127.0.0.1 (default 8317, or the next free one); implies --server
  --server   start the VS Code server even if \`code\` is on PATH
`;

const examples = path.join(root, 'media/examples');

/** The command line's options; undefined after printing what is wrong with them. */
function options() {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string' }, server: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    const port = Number(values.port ?? 8317);
    if (values.help) console.log(usage);
    else if (!Number.isInteger(port) || port < 1 || port > 65435)
      throw new Error(`--port ${values.port ?? ''} is no port.`);
    else return { port, server: values.server === true || values.port !== undefined };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
  }
  return undefined;
}

/** VS Code's command, where it opens a window: one inside a remote terminal talks to that remote's own window. */
function desktopCode() {
  const code = findOnPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return process.env.VSCODE_IPC_HOOK_CLI || !display ? undefined : code;
}

/** @param {string} code @returns {boolean} whether it started */
function openDesktop(code) {
  const windows = process.platform === 'win32';
  const quote = (/** @type {string} */ text) => (windows ? `"${text}"` : text);
  console.log(`Opening media/examples in ${code}`);
  const args = [`--extensionDevelopmentPath=${root}`, examples];
  return spawnSync(quote(code), args.map(quote), { stdio: 'inherit', shell: windows }).status === 0;
}

/** Puts the built extension where the server looks for extensions. @param {string} extensions */
function installExtension(extensions) {
  mkdirSync(extensions, { recursive: true });
  const ours = readdirSync(extensions).filter((name) => name.startsWith('backstep.backstep-'));
  // Without its list the server looks at the folders themselves, so a folder put there is found.
  for (const name of [...ours, 'extensions.json', '.obsolete']) {
    rmSync(path.join(extensions, name), { recursive: true, force: true });
  }
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const folder = path.join(extensions, `backstep.backstep-${String(version)}`);
  const shipped = readdirSync(root).filter((name) =>
    /^(package(\.nls.*)?\.json|dist|media|README\.md|CHANGELOG\.md)$/.test(name),
  );
  for (const name of shipped) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
}

/** The secret in the address, without which another page could open this server's terminal. Kept, so a tab stays good. */
function connectionToken(/** @type {string} */ dir) {
  const file = path.join(dir, 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString('hex'), { mode: 0o600 });
  return file;
}

/** @param {number} wantedPort */
async function serve(wantedPort) {
  await setup();
  const dir = path.join(home, 'start');
  const { extensions, settings } = layout(dir);
  installExtension(extensions);
  mkdirSync(path.dirname(settings), { recursive: true });
  if (!existsSync(settings)) writeFileSync(settings, `${JSON.stringify(quietSettings, null, 2)}\n`);

  const token = connectionToken(dir);
  const port = await freePort(wantedPort);
  if (port !== wantedPort) console.log(`Port ${String(wantedPort)} is taken.`);
  const server = await startVsCode({ dir, port, args: ['--connection-token-file', token] });

  const query = new URLSearchParams({ tkn: readFileSync(token, 'utf8'), folder: examples.replaceAll('\\', '/') });
  console.log(
    `\nBackstep is ready. Open this address in a browser (Ctrl+C stops the server):\n\n  http://${server.host}/?${query.toString()}\n`,
  );
  let stopping = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      console.log('Stopping …');
      void server.stop().then(() => process.exit(0));
    });
  }
  await server.gone;
  if (stopping) return;
  console.error(`The server stopped by itself. Its log: ${path.relative(process.cwd(), layout(dir).log)}`);
  process.exitCode = 1;
}

async function main() {
  const chosen = options();
  if (!chosen) return;
  console.log('Building …');
  await build();
  const code = chosen.server ? undefined : desktopCode();
  if (code && openDesktop(code)) return;
  await serve(chosen.port);
}

main().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
