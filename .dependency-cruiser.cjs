// Who may import whom: the table of src/README.md, and no circles. `npm run check:imports`.

/** What each folder may import of ours; `types` only by `import type`. */
const mayImport = {
  core: { values: [] },
  model: { values: ['core', 'data'] },
  data: { values: ['core'] },
  machine: { values: ['core', 'model', 'data'] },
  protocol: { values: [], types: ['core', 'model', 'machine'] },
  engine: { values: ['core', 'machine', 'model', 'data', 'interop', 'protocol'] },
  interop: { values: ['core', 'model'] },
  debug: { values: ['core', 'model', 'data', 'protocol', 'engine'] },
  host: { values: ['protocol', 'model', 'interop', 'debug'], files: ['src/engine/client'] },
  cli: { values: ['core', 'model', 'data', 'machine', 'engine', 'protocol', 'interop', 'debug'] },
};

const anyOf = (names) => `(${names.join('|')})`;

const folderRules = Object.entries(mayImport).flatMap(([folder, { values, types = [], files = [] }]) => {
  const from = { path: `^src/${folder}/` };
  // assets.d.ts and what the build makes (build/kernels.wasm) belong to nobody.
  const reachable = [...new Set([folder, ...values, ...types])].map((name) => `^src/${name}/`);
  const allowed = [...reachable, ...files.map((file) => `^${file}`)];
  const rules = [
    {
      name: `${folder}-imports`,
      severity: 'error',
      comment: `${folder} may import ${[...values, ...types.map((t) => `types of ${t}`), ...files].join(', ') || 'nothing of ours'}.`,
      from,
      to: { path: '^(src|webview)/', pathNot: allowed },
    },
  ];
  if (types.length > 0) {
    rules.push({
      name: `${folder}-type-imports`,
      severity: 'error',
      comment: `Of ${types.join(', ')} ${folder} may import types only (import type).`,
      from,
      to: { path: `^src/${anyOf(types)}/`, dependencyTypesNot: ['type-only'] },
    });
  }
  return rules;
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...folderRules,
    {
      name: 'webview-imports',
      severity: 'error',
      comment: 'The view may import protocol, and types of model.',
      from: { path: '^webview/' },
      to: { path: '^src/', pathNot: ['^src/protocol/', '^src/model/'] },
    },
    {
      name: 'webview-type-imports',
      severity: 'error',
      comment: 'Of model the view may import types only (import type).',
      from: { path: '^webview/' },
      to: { path: '^src/model/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'core-npm',
      severity: 'error',
      comment: 'core imports no package but zod/mini, for option schemas.',
      from: { path: '^src/core/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'no-node-in-pure-code',
      severity: 'error',
      comment: 'core, model, data, machine, protocol and the view know nothing of Node.',
      from: { path: '^(src/(core|model|data|machine|protocol)|webview)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'vscode-only-in-host',
      severity: 'error',
      comment: 'Only src/host and src/extension*.ts import vscode.',
      from: { path: '^(src|webview)/', pathNot: ['^src/host/', '^src/extension(\\.web)?\\.ts$'] },
      to: { path: '(^|/)vscode($|/)|@types/vscode' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'No circles, those of types included: what both sides need goes into a third file.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import leads nowhere.',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^vscode$', 'kernels\\.wasm$', '^worker:'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/core/kernels/assembly/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
