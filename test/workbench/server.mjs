// Starts and stops the VS Code server that setup.mjs fetched.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeBinary, serverMain } from './setup.mjs';

/** Settings that keep a workbench to itself: nothing that phones home, invites or pops up. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** A free port of 127.0.0.1: `wanted` or the next free one after it; any if none is wanted. @param {number} [wanted] */
export async function freePort(wanted = 0) {
  for (let port = wanted; port < wanted + 100; port++) {
    const probe = createServer().listen(port, '127.0.0.1');
    try {
      await once(probe, 'listening');
    } catch {
      continue;
    }
    const { port: free } = /** @type {import('node:net').AddressInfo} */ (probe.address());
    probe.close();
    await once(probe, 'close');
    return free;
  }
  throw new Error(`No port of ${String(wanted)} to ${String(wanted + 99)} is free.`);
}

/** Where a server below `dir` keeps its things. @param {string} dir */
export const layout = (dir) => ({
  extensions: path.join(dir, 'extensions'),
  user: path.join(dir, 'user'),
  settings: path.join(dir, 'user/User/settings.json'),
  server: path.join(dir, 'server'),
  log: path.join(dir, 'server.log'),
});

/** @param {string} dir */
function folderArguments(dir) {
  const { extensions, user, server } = layout(dir);
  for (const folder of [extensions, path.join(user, 'User'), server]) mkdirSync(folder, { recursive: true });
  return ['--server-data-dir', server, '--user-data-dir', user, '--extensions-dir', extensions];
}

/** Installs a packaged extension for a server that will run on `dir`. @param {string} dir @param {string} vsix */
export function installVsix(dir, vsix) {
  const args = [serverMain, '--accept-server-license-terms', ...folderArguments(dir), '--install-extension', vsix];
  const { status, stdout, stderr } = spawnSync(nodeBinary, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${vsix} can't be installed.\n${stdout}${stderr}`);
}

/**
 * Starts a server whose data is below `dir` and waits until it answers.
 * @param {{ dir: string, port: number, args: string[], env?: NodeJS.ProcessEnv }} options
 */
export async function startVsCode({ dir, port, args, env = process.env }) {
  const { log } = layout(dir);
  const folders = folderArguments(dir);
  const out = openSync(log, 'w');
  const server = spawn(
    nodeBinary,
    [
      serverMain,
      ...['--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms', '--telemetry-level', 'off'],
      ...['--disable-workspace-trust', ...args, ...folders],
    ],
    // A process group of its own, so that stopping it takes the extension hosts along.
    { env, stdio: ['ignore', out, out], detached: process.platform !== 'win32' },
  );
  closeSync(out);
  const gone = once(server, 'exit');

  /** @param {NodeJS.Signals} signal */
  const kill = (signal) => {
    if (server.pid === undefined) return;
    if (process.platform === 'win32') return void spawnSync('taskkill', ['/pid', String(server.pid), '/T', '/F']);
    try {
      process.kill(-server.pid, signal);
    } catch {
      // the whole group is gone
    }
  };
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([gone, sleep(3000)]);
    kill('SIGKILL');
  };

  const host = `127.0.0.1:${String(port)}`;
  for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
    const answer = await fetch(`http://${host}/version`).catch(() => undefined);
    if (answer?.ok) break;
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The VS Code server didn't start.\n${readFileSync(log, 'utf8')}`);
    }
  }
  return { host, stop, gone };
}
