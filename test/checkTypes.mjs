// Runs tsc on every side's tsconfig, two at a time. Exits 1 if any has an error, after all have been reported.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const sides = ['src/core', 'src', 'webview', 'test', 'test/webview', 'test/workbench'];

/** @param {string} side @returns {Promise<number>} tsc's exit code */
function check(side) {
  const cache = path.join(root, 'build', `${side.replaceAll('/', '-')}.tsbuildinfo`);
  const args = [tsc, '-p', path.join(root, side), '--pretty', 'false', '--incremental', '--tsBuildInfoFile', cache];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      // A side without a file yet is no mistake.
      const empty = text.includes('error TS18003');
      console.log(`${side}: ${code === 0 ? 'ok' : empty ? 'no files' : `\n${text.trimEnd()}`}`);
      resolve(empty ? 0 : (code ?? 1));
    });
  });
}

const queue = [...sides];
/** @type {string[]} */
const failed = [];
async function work() {
  for (let side = queue.shift(); side; side = queue.shift()) if (await check(side)) failed.push(side);
}
await Promise.all([work(), work()]);
process.exitCode = failed.length > 0 ? 1 : 0;
