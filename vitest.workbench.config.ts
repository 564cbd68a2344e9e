// Tests in a real VS Code (test/workbench): one server, one at a time, and time enough for a busy machine.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/workbench/**/*.test.ts'],
    globalSetup: ['test/workbench/prepare.ts'],
    fileParallelism: false,
    // VS Code itself now and then loses a key or a click on a machine under load: a second failure is ours.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
