// What the bundler takes in by a bare import: style sheets go to dist/webview/main.css.

declare module '*.css';
