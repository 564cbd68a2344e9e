// Builds everything that is run: the kernels (build/kernels.wasm), the extension, its worker, the command line and
// the view (dist/), and the JSON schema (media/nn.schema.json) and what package.json and
// media/health say of the health checks.
//
//   node esbuild.mjs [--production] [--watch]   build all; --production minifies
//   node esbuild.mjs --kernels                  build/kernels.wasm only
//   node esbuild.mjs --check                    fail if what is made of the sources and committed is out of date

import * as esbuild from 'esbuild';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = import.meta.dirname;
const assembly = path.join(root, 'src/core/kernels/assembly');
const kernels = path.join(root, 'build/kernels.wasm');

/**
 * Compiles the AssemblyScript kernels unless build/kernels.wasm already is what their sources give.
 * Their options are in src/core/kernels/assembly/asconfig.json. Throws with asc's own messages.
 */
export async function buildKernels() {
  const hash = createHash('sha256');
  for (const name of (await readdir(assembly)).sort()) {
    hash.update(name).update(await readFile(path.join(assembly, name)));
  }
  hash.update(await readFile(path.join(root, 'node_modules/assemblyscript/package.json')));
  const digest = hash.digest('hex');
  const stamp = `${kernels}.sha256`;
  const [built, exists] = await Promise.all([
    readFile(stamp, 'utf8').catch(() => ''),
    readFile(kernels).catch(() => null),
  ]);
  if (exists && built === digest) return;

  const { default: asc } = await import('assemblyscript/asc');
  await mkdir(path.dirname(kernels), { recursive: true });
  const part = `build/kernels.${String(process.pid)}.wasm`; // renamed when whole: tests may be reading the one before
  const { error, stderr, stdout } = await asc.main([
    ...['src/core/kernels/assembly/index.ts', '--config', 'src/core/kernels/assembly/asconfig.json'],
    ...['--baseDir', root, '--outFile', part],
  ]);
  if (error) throw new Error(`The kernels don't compile.\n${stderr.toString()}${stdout.toString()}`);
  await rename(path.join(root, part), kernels);
  await writeFile(stamp, digest);
}

/** A module of ours that sees neither Node nor the DOM, as it is now. @param {string} file */
async function moduleOf(file) {
  const bundle = await esbuild.build({
    entryPoints: [path.join(root, file)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  const source = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${source}`);
}

/** @param {unknown} value */
const jsonText = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** Writes a file that is made of our sources, or with `check` only says whether it is up to date. */
async function keep(/** @type {string} */ file, /** @type {string} */ text, /** @type {boolean} */ check) {
  if (text === (await readFile(path.join(root, file), 'utf8').catch(() => ''))) return;
  if (check) throw new Error(`${file} is out of date: run \`npm run build\` and commit it.`);
  await writeFile(path.join(root, file), text);
}

/** media/nn.schema.json, and of the health checks the settings in the manifest and the figures in their pages. */
async function buildSchema(check = false) {
  const [{ jsonSchema }, { healthConfiguration, healthCodes, healthPage }] = await Promise.all([
    moduleOf('src/model/jsonSchema.ts'),
    moduleOf('src/machine/health/settings.ts'),
  ]);
  await keep('media/nn.schema.json', jsonText(jsonSchema()), check);
  const { properties, messages } = healthConfiguration();
  const read = async (/** @type {string} */ file) => JSON.parse(await readFile(path.join(root, file), 'utf8'));
  const [manifest, texts] = await Promise.all([read('package.json'), read('package.nls.json')]);
  const { configuration } = manifest.contributes;
  configuration.find((/** @type {{ id?: string }} */ { id }) => id === 'health').properties = properties;
  const others = Object.entries(texts).filter(([key]) => !key.startsWith('setting.health.'));
  await keep('package.json', jsonText(manifest), check);
  await keep('package.nls.json', jsonText({ ...Object.fromEntries(others), ...messages }), check);
  for (const code of healthCodes) {
    const file = `media/health/${code}.md`;
    await keep(file, healthPage(await readFile(path.join(root, file), 'utf8'), code), check);
  }
}

/**
 * `import source from 'worker:./some.ts'` gives the bundled text of a worker's script: a webview makes its workers from
 * a blob:.
 * @type {esbuild.Plugin}
 */
export const workerSources = {
  name: 'worker sources',
  setup(bundle) {
    bundle.onResolve({ filter: /^worker:/ }, ({ path: name, resolveDir }) => ({
      path: path.resolve(resolveDir, name.slice('worker:'.length)),
      namespace: 'worker',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path: file }) => {
      const { absWorkingDir, minify, target } = bundle.initialOptions;
      const { outputFiles, metafile } = await esbuild.build({
        ...{ absWorkingDir, minify, target, entryPoints: [file] },
        ...{ bundle: true, write: false, metafile: true, format: 'iife', platform: 'browser', logLevel: 'error' },
      });
      const watchFiles = Object.keys(metafile.inputs).map((input) => path.resolve(root, input));
      return { contents: outputFiles[0].text, loader: 'text', watchFiles };
    });
  },
};

/** @param {boolean} production @returns {esbuild.BuildOptions[]} */
function bundles(production) {
  /** @type {esbuild.BuildOptions} */
  const shared = {
    absWorkingDir: root,
    bundle: true,
    minify: production,
    sourcemap: !production,
    logLevel: 'warning',
    // jsonc-parser's `main` is UMD, which can't be bundled; its `module` can.
    mainFields: ['module', 'main'],
    conditions: ['import', 'module'],
    loader: { '.wasm': 'binary', '.ttf': 'file' },
  };
  /** @type {esbuild.BuildOptions} */
  const node = { ...shared, platform: 'node', target: 'node20' };
  return [
    { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs', format: 'cjs', external: ['vscode'] },
    { ...node, entryPoints: ['src/engine/worker.ts'], outfile: 'dist/engineWorker.js', format: 'esm' },
    { ...node, entryPoints: ['src/engine/kernelThread.ts'], outfile: 'dist/kernelThread.js', format: 'esm' },
    {
      ...node,
      entryPoints: ['src/cli/main.ts'],
      outfile: 'dist/cli.js',
      format: 'esm',
      // @vscode/debugadapter is CommonJS and requires Node's own modules.
      banner: {
        js: [
          '#!/usr/bin/env node',
          // A name of its own: what is bundled imports createRequire too.
          "import { createRequire as requireOf } from 'node:module';",
          'const require = requireOf(import.meta.url);',
        ].join('\n'),
      },
    },
    {
      ...shared,
      entryPoints: ['webview/main.tsx'],
      outdir: 'dist/webview',
      format: 'iife',
      platform: 'browser',
      target: ['chrome120', 'safari17', 'firefox121'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
      assetNames: '[name]',
      plugins: [workerSources],
      // Preact's development checks would ship with it: the view is built as production either way.
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  ];
}

/** Builds everything once. @param {{ production?: boolean }} [options] */
export async function build({ production = false } = {}) {
  await buildKernels();
  await Promise.all([buildSchema(), ...bundles(production).map((options) => esbuild.build(options))]);
  await chmod(path.join(root, 'dist/cli.js'), 0o755);
}

async function watch() {
  await buildKernels();
  const contexts = bundles(false).map((options) => esbuild.context({ ...options, logLevel: 'info' }));
  await Promise.all([buildSchema(), ...contexts.map(async (context) => (await context).watch())]);
}

function main() {
  const flags = new Set(process.argv.slice(2));
  if (flags.has('--check')) return buildSchema(true);
  if (flags.has('--kernels')) return buildKernels();
  if (flags.has('--watch')) return watch();
  return build({ production: flags.has('--production') });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((/** @type {unknown} */ error) => {
    // esbuild prints its own messages; ours are for the reader, without a stack.
    const messages = error instanceof Error && !('errors' in error) ? error.message : 'The build failed.';
    console.error(messages);
    process.exitCode = 1;
  });
}
