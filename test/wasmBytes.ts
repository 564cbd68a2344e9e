// `import bytes from 'x.wasm'` gives the file's bytes in tests as it does in the bundles (esbuild's binary loader).
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vitest/config';

export function wasmBytes(): Plugin {
  return {
    name: 'wasm-bytes',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('.wasm')) return null;
      const base64 = (await readFile(id)).toString('base64');
      return `export default Uint8Array.from(Buffer.from('${base64}', 'base64'));`;
    },
  };
}
