// The whole view: toolbar, timeline, graph with what stands below and beside it.
import { useEffect } from 'preact/hooks';
import { Announcer } from './announcer.tsx';
import { useStore, useStrings } from './context.ts';
import { Graph } from './graph/graph.tsx';
import { Icon } from './icon.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { Bottom } from './panels/bottom.tsx';
import { useSize } from './picture.tsx';
import { Splitter } from './splitter.tsx';
import { ErrorStrip, Trouble } from './strip.tsx';
import { Timeline } from './timeline.tsx';
import { Toolbar } from './toolbar.tsx';

/** Below this width the inspector lies over the graph, and only when it is asked for; it takes this part at the most. */
const narrow = 1000;
const narrowShare = 0.4;

export function App() {
  const store = useStore();
  const strings = useStrings();
  useKeysKeptFromBrowser();
  if (store.started.value) return <Workspace />;
  return (
    <p class="loading" role="status">
      <Icon name="loading codicon-modifier-spin" />
      {strings.loading}
    </p>
  );
}

function Workspace() {
  const store = useStore();
  const strings = useStrings();
  const [ref, size] = useSize<HTMLDivElement>();
  const { inspectorWidth, inspectorOpen, bottomHeight, bottomOpen } = store.preferences.signals;
  const isNarrow = size.width > 0 && size.width < narrow;
  const open = isNarrow ? store.inspectorOver.value : inspectorOpen.value;
  const widest = Math.max(240, isNarrow ? Math.round(size.width * narrowShare) : size.width - 320);
  const setOpen = (to: boolean): void => {
    if (isNarrow) store.inspectorOver.value = to;
    else store.preferences.set('inspectorOpen', to);
  };
  const tallest = Math.max(120, size.height - 330);
  const side = Math.min(inspectorWidth.value, widest);
  const usualHeight = Math.round(Math.max(150, Math.min(232, size.height * 0.258)));
  const below = Math.min(bottomHeight.value ?? usualHeight, tallest);
  return (
    <div
      ref={ref}
      class={`app ${isNarrow ? 'narrow' : ''} ${store.errors.value.length > 0 ? 'broken' : ''} ${store.reduceMotion.value ? 'still' : ''}`}
      data-testid="app"
    >
      <Toolbar />
      <Trouble />
      {store.network.value ? <Timeline /> : null}
      <main class="work">
        <div class="left">
          <ErrorStrip />
          {store.network.value ? (
            <Graph inspectorOpen={open} covered={isNarrow && open ? side : 0} onInspector={setOpen} />
          ) : (
            <Nothing />
          )}
          {store.network.value ? (
            <>
              {bottomOpen.value ? (
                <Splitter
                  label={strings.resizePanels}
                  orientation="horizontal"
                  size={below}
                  min={120}
                  max={tallest}
                  usual={usualHeight}
                  onSize={(to) => store.preferences.set('bottomHeight', to)}
                />
              ) : null}
              <Bottom height={below} />
            </>
          ) : null}
        </div>
        {open && store.network.value ? (
          <>
            <Splitter
              label={strings.resizeInspector}
              orientation="vertical"
              size={side}
              min={240}
              max={widest}
              usual={372}
              onSize={(to) => store.preferences.set('inspectorWidth', to)}
            />
            <Inspector width={side} overlay={isNarrow} onClose={() => setOpen(false)} />
          </>
        ) : null}
      </main>
      <Announcer />
    </div>
  );
}

function Nothing() {
  const store = useStore();
  const strings = useStrings();
  if (store.isEmpty.value)
    return (
      <div class="nothing" data-testid="empty">
        <Icon name="type-hierarchy-sub" />
        <h2>{strings.emptyFile}</h2>
        <p>{strings.emptyFileHint}</p>
        <p class="ways">
          <button type="button" class="button primary" onClick={() => void store.host.fillFromTemplate()}>
            {strings.chooseTemplate}
          </button>
          <button type="button" class="button" onClick={() => void store.host.openSource()}>
            {strings.openSource}
          </button>
        </p>
      </div>
    );
  return (
    <div class="nothing" data-testid="empty">
      <Icon name="type-hierarchy-sub" />
      <p>{store.errors.value.length > 0 ? strings.nothingBroken : strings.nothing}</p>
      <button type="button" class="button" onClick={() => void store.host.openSource()}>
        {strings.openSource}
      </button>
    </div>
  );
}

/** VS Code runs the debugger's keys as its commands; the browser must not take them for reload and full screen. */
function useKeysKeptFromBrowser(): void {
  useEffect(() => {
    const keep = (event: KeyboardEvent): void => {
      if (['F5', 'F10', 'F11'].includes(event.key)) event.preventDefault();
    };
    window.addEventListener('keydown', keep);
    return () => window.removeEventListener('keydown', keep);
  }, []);
}
