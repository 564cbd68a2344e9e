// Tests in a real VS Code (test/workbench): one server, one at a time, and time enough for a busy machine.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/workbench/**/*.test.ts'],
    globalSetup: ['test/workbench/prepare.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
