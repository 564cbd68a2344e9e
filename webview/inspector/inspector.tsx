// The inspector: the pinned node, a tab for each side of it.
import { useRef } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';
import { Findings } from '../health/findings.tsx';
import { Icon } from '../icon.tsx';
import { pixels } from '../picture.tsx';
import { nodeName } from '../store.ts';
import { tabs } from './tabs.ts';

interface InspectorProps {
  readonly width: number;
  /** Lies over the graph: Escape closes it. */
  readonly overlay: boolean;
  readonly onClose: () => void;
}

export function Inspector({ width, overlay, onClose }: InspectorProps) {
  const store = useStore();
  const strings = useStrings();
  const list = useRef<HTMLDivElement>(null);
  const network = store.network.value;
  const index = store.selected.value;
  if (!network) return null;
  const shown = index === null ? [] : tabs.filter((tab) => tab.isFor(network, index));
  const wanted = store.preferences.signals.inspectorTab.value;
  const current = shown.find(({ id }) => id === wanted) ?? shown[0];
  const choose = (id: string): void => store.preferences.set('inspectorTab', id);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !current) return;
    event.preventDefault();
    const to = (shown.indexOf(current) + step + shown.length) % shown.length;
    choose(shown[to].id);
    list.current?.querySelectorAll('button')[to]?.focus();
  };
  const name = index === null ? '' : nodeName(network, index);
  return (
    <aside
      class="inspector"
      data-testid="inspector"
      style={pixels({ width })}
      aria-label={strings.inspector}
      onKeyDown={(event) => overlay && event.key === 'Escape' && onClose()}
    >
      <div class="tabs">
        <b title={name}>{name}</b>
        <div role="tablist" aria-label={name} ref={list} onKeyDown={onKeyDown}>
          {shown.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`tab-${tab.id}`}
              aria-controls="tab-body"
              aria-selected={tab === current}
              tabIndex={tab === current ? 0 : -1}
              onClick={() => choose(tab.id)}
            >
              {tab.name(strings)}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="icon-button"
          title={strings.closeInspector}
          aria-label={strings.closeInspector}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {current && index !== null ? (
        <div class="tab-body" role="tabpanel" id="tab-body" tabIndex={-1} aria-labelledby={`tab-${current.id}`}>
          <Findings index={index} />
          <current.Body key={index} network={network} index={index} width={width - 38} />
        </div>
      ) : (
        <p class="hint">{strings.chooseLayer}</p>
      )}
    </aside>
  );
}
