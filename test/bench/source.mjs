// Code that Node can't load as it is, for the bench: our TypeScript and TensorFlow.js's modules.
import * as esbuild from 'esbuild';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = path.resolve(import.meta.dirname, '../..');

/**
 * Bundles statements, their paths relative to `directory`, as build/bench/`name`.cjs; gives what they export.
 * @param {string} name @param {string} contents @param {string} [directory]
 */
export async function load(name, contents, directory = root) {
  const outfile = path.join(root, 'build/bench', `${name}.cjs`);
  await mkdir(path.dirname(outfile), { recursive: true });
  await esbuild.build({
    stdin: { contents, resolveDir: directory, loader: 'ts' },
    bundle: true,
    outfile,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    loader: { '.wasm': 'binary' },
    logLevel: 'error',
  });
  return (await import(pathToFileURL(outfile).href)).default;
}

/**
 * Bundles the entry of a thread as build/bench/`name`.js; gives its path.
 * @param {string} name @param {string} entry
 */
export async function bundle(name, entry) {
  const outfile = path.join(root, 'build/bench', `${name}.js`);
  const entryPoints = [path.join(root, entry)];
  await esbuild.build({ entryPoints, bundle: true, outfile, format: 'esm', platform: 'node', target: 'node20' });
  return outfile;
}
