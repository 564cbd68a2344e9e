// `npm test`: every check in order, each under its heading, going on after a failed one so that all is reported.
// The last line is `N passed, N failed`, counted over the unit and the workbench tests.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium } from './workbench/browser.mjs';
import { setup } from './workbench/setup.mjs';

const root = path.dirname(import.meta.dirname);
const windows = process.platform === 'win32';

/** Runs a program of node_modules/.bin, or a script by node. @param {string[]} command */
function run(command) {
  const [name, ...args] = command;
  const script = name.endsWith('.mjs');
  const program = script ? process.execPath : path.join(root, 'node_modules/.bin', windows ? `${name}.cmd` : name);
  const child = spawn(program, script ? [name, ...args] : args, {
    cwd: root,
    stdio: 'inherit',
    shell: windows && !script,
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(undefined) : reject(new Error(`${name} failed`))));
  });
}

/** Runs vitest and adds its counts. @param {string} name @param {string[]} args */
async function vitest(name, ...args) {
  const file = path.join(root, 'build', `${name}.json`);
  rmSync(file, { force: true });
  try {
    await run(['vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  } finally {
    count(file);
  }
}

const total = { passed: 0, failed: 0 };

/** @param {string} file what vitest's JSON reporter wrote */
function count(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    total.failed += 1; // not one test could be run
    return;
  }
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  // A file that can't even be loaded has no tests of its own to count.
  for (const { status, assertionResults } of report.testResults) {
    const counted = assertionResults.some((/** @type {{ status: string }} */ test) => test.status === 'failed');
    if (status === 'failed' && !counted) total.failed += 1;
  }
}

/** @type {[heading: string, stage: () => unknown][]} */
const stages = [
  ['Chromium', () => ensureChromium()],
  ['VS Code server', () => setup()],
  ['JSON schema up to date', () => run(['esbuild.mjs', '--check'])],
  ['Build', () => run(['esbuild.mjs'])],
  ['Types', () => run(['test/checkTypes.mjs'])],
  ['Lint', () => run(['eslint', '.'])],
  ['Format', () => run(['prettier', '--check', '--log-level', 'warn', '.'])],
  ['Import rules', () => run(['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'webview'])],
  ['Dead code', () => run(['knip'])],
  ['Unit tests', () => vitest('unit')],
  ['Tests in VS Code', () => vitest('workbench', '--config', 'vitest.workbench.config.ts')],
];

mkdirSync(path.join(root, 'build'), { recursive: true });
/** @type {string[]} */
const failures = [];
for (const [heading, stage] of stages) {
  console.log(`\n== ${heading}`);
  const started = Date.now();
  try {
    await stage();
    console.log(`   ok, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    failures.push(heading);
    console.error(error instanceof Error ? error.message : String(error));
  }
}
console.log(failures.length === 0 ? '\nEverything is fine.' : `\nFailed: ${failures.join(', ')}`);
console.log(`${String(total.passed)} passed, ${String(total.failed)} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
