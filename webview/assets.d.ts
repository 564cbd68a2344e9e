// What the bundler takes in by a bare import: style sheets go to dist/webview/main.css.

declare module '*.css';

/** A module with all that it imports, bundled to the text of a worker's script. */
declare module 'worker:*' {
  const source: string;
  export default source;
}
