// Finds Chromium for the tests, and installs Debian's where there is none.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge.exe', 'chrome.exe'];
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The path of a program on PATH. @param {string} name */
export const findOnPath = (name) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));

/** Chromium's path: the environment's CHROMIUM, or one found where they usually are. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return onPath.map(findOnPath).find(Boolean) ?? elsewhere.find((file) => existsSync(file));
}

/** Installs Chromium by apt-get if there is none. Throws with what to do by hand where that can't be. */
export function ensureChromium(say = console.log) {
  if (findChromium()) return;
  const byHand = 'apt-get update && apt-get install -y chromium';
  const root = process.getuid?.() === 0;
  const sudo = !root && spawnSync('sudo', ['-n', 'true']).status === 0;
  if (!findOnPath('apt-get') || (!root && !sudo)) {
    const how = findOnPath('apt-get') ? `run as root:\n  ${byHand}\nor ` : 'install Chromium or Chrome, or ';
    throw new Error(`The workbench tests need a Chromium: ${how}name one in the environment variable CHROMIUM.`);
  }
  say('Installing Chromium by apt-get …');
  const steps = [
    ['apt-get', 'update', '-q'],
    ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core', 'fonts-noto-core'],
  ];
  for (const step of steps) {
    const command = [...(root ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', ...step];
    const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (status !== 0) throw new Error(`${step.join(' ')} failed:\n${stdout}${stderr}`);
  }
}

/** A headless Chromium that doesn't look for a network. */
export async function launchBrowser() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium: node test/workbench/browser.mjs installs one.');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--hide-scrollbars'],
    ],
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) ensureChromium();
