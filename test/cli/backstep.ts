// Runs the built command line in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const script = path.join(import.meta.dirname, '../../dist/cli.js');

export interface Finished {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder with these files (name → text or bytes), and `backstep` run in it. */
export async function workFolder(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'backstep-cli-'));
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return {
    path: (name: string) => path.join(folder, name),
    backstep: (...args: string[]) => start(process.execPath, [script, ...args], folder),
    /** A line of shell in which `backstep` is the command. */
    shell: (line: string) =>
      start('bash', ['-c', `backstep() { '${process.execPath}' '${script}' "$@"; }; ${line}`], folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function start(program: string, args: string[], cwd: string): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ exitCode, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}
