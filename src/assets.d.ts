// What the bundler turns into values: WebAssembly modules become their bytes.

declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
