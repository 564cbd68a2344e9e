// The suite that runs inside an extension host, in the server's workbench (inHost.test.ts) and in a desktop VS Code
// (npm run test:desktop). VS Code calls run(); a rejection is a failed run.
import { writeFileSync } from 'node:fs';
import { editorTests } from './editor.ts';
import type { InHostResult, InHostTests } from './tests.ts';

const suites: Record<string, InHostTests> = { editor: editorTests };

export async function run(): Promise<void> {
  const results: InHostResult[] = [];
  for (const [suite, tests] of Object.entries(suites)) {
    for (const [title, test] of Object.entries(tests)) {
      const name = `${suite}: ${title}`;
      try {
        await test();
        results.push({ name });
      } catch (error) {
        results.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    }
  }
  const file = process.env.BACKSTEP_RESULTS_FILE;
  if (file) writeFileSync(file, JSON.stringify(results));
  for (const { name, error } of results)
    console.log(error === undefined ? `ok      ${name}` : `FAILED  ${name}\n${error}`);
  const failed = results.filter(({ error }) => error !== undefined).length;
  if (failed > 0) throw new Error(`${failed} of ${results.length} tests failed`);
}
