// Entry of the view: joins connection, store, theme and components.
import { signal, computed } from '@preact/signals';
import { render } from 'preact';
import './style/colours.css';
import './style/base.css';
import './style/toolbar.css';
import './style/graph.css';
import './style/graphParts.css';
import './style/breakpoints.css';
import './style/inspector.css';
import './style/health.css';
import './style/neuron.css';
import './style/panels.css';
import './style/data.css';
import './style/samples.css';
import './style/experiments.css';
import '@vscode/codicons/dist/codicon.css';
import 'uplot/dist/uPlot.min.css';
import { App } from './app.tsx';
import { connect, type VsCodeApi } from './connection.ts';
import { StoreContext } from './context.ts';
import { PictureContext } from './picture.tsx';
import { Store } from './store.ts';
import { followTheme } from './theme.ts';
import { browserScreen } from './turns.ts';

declare function acquireVsCodeApi(): VsCodeApi;

function main(): void {
  const api = acquireVsCodeApi();
  const store = new Store((functions) => connect(api, functions), browserScreen());
  const report = (error: unknown): void => {
    const known = error instanceof Error ? error : new Error(String(error));
    void store.host.reportError(known.message, known.stack ?? '');
  };
  window.addEventListener('error', (event) => report(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => report(event.reason));
  document.addEventListener('visibilitychange', () => store.watches.pause(document.hidden));

  const pixels = signal(devicePixelRatio);
  window.addEventListener('resize', () => (pixels.value = devicePixelRatio));
  const { palette } = followTheme();
  const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));
  root.id = 'root';
  render(
    <StoreContext.Provider value={store}>
      <PictureContext.Provider value={{ palette, ratio: computed(() => pixels.value), drawings: new WeakMap() }}>
        <App />
      </PictureContext.Provider>
    </StoreContext.Provider>,
    root,
  );
  void store.start();
}

main();
