// Unit tests: everything under test/ but the tests in a real VS Code, which have a configuration of their own.
import { defineConfig } from 'vitest/config';
import { wasmBytes } from './test/wasmBytes.ts';

export default defineConfig({
  plugins: [wasmBytes()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/workbench/**'],
    globalSetup: ['test/buildKernels.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
