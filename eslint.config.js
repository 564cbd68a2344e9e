// Lint rules. Formatting is prettier's, import rules between folders are dependency-cruiser's.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Their last bit depends on the JavaScript engine, so nothing that reaches a tensor may call them. */
const engineDependentMath = [
  ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'hypot'],
  ...['log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh'],
].map((property) => ({
  object: 'Math',
  property,
  message: 'Its bits depend on the JavaScript engine: use the functions of core/kernels or core/math.',
}));

const noMutableState = {
  selector:
    'Program > :matches(VariableDeclaration[kind="let"], ExportNamedDeclaration > VariableDeclaration[kind="let"])',
  message: 'No mutable state at module level: who creates, disposes.',
};
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'No default exports: export by name.' };

export default tseslint.config(
  {
    ignores: ['dist', 'build', '.vscode-test', 'coverage', 'media', 'src/core/kernels/assembly', 'test/**/fixtures'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Without noUncheckedIndexedAccess an index may still be undefined, and kernels index by counter.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.{ts,tsx}'],
    ignores: ['**/*.d.ts'],
    rules: { 'no-restricted-syntax': ['error', noMutableState, noDefaultExport] },
  },
  {
    files: ['src/core/**/*.ts', 'src/model/**/*.ts', 'src/data/**/*.ts', 'src/machine/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ...engineDependentMath],
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'console', 'performance', 'setTimeout', 'fetch', 'document', 'window', 'crypto'].map(
          (name) => ({ name, message: 'core, model, data and machine know neither Node nor DOM: have it passed in.' }),
        ),
        { name: 'Date', message: 'Time is passed in.' },
      ],
    },
  },
  {
    // Numbers that are only shown or bounded (axes, densities, statistics' labels), never written into a tensor:
    // each file here says so in its first lines.
    files: ['src/core/density.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // tsc checks these too (test/workbench/tsconfig.json), names included.
    files: ['**/*.{js,mjs,cjs}'],
    rules: { 'no-undef': 'off', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }], 'max-lines': ['error', 400] },
  },
);
