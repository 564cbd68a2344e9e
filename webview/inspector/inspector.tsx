// The inspector: the pinned node, a tab for each side of it.
import { useRef } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';
import { Findings } from '../health/findings.tsx';
import { Icon } from '../icon.tsx';
import { pixels } from '../picture.tsx';
import { PictureActions } from '../pictureActions.tsx';
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
  const body = useRef<HTMLDivElement>(null);
  const network = store.network.value;
  const index = store.selected.value;
  const tab = store.preferences.signals.inspectorTab.value;
  if (!network) return null;
  const shown = index === null ? [] : tabs.filter((each) => each.isFor(network, index));
  const current = shown.find(({ id }) => id === tab) ?? shown[0];
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
  const layer = index === null ? undefined : network.layers[index];
  return (
    <aside
      class="inspector"
      data-testid="inspector"
      style={pixels({ width })}
      aria-label={strings.inspector}
      onKeyDown={(event) => overlay && event.key === 'Escape' && onClose()}
    >
      <header>
        <b title={name}>{name}</b>
        <code title={layer?.pytorch}>{layer?.pytorch ?? ''}</code>
        {current ? <PictureActions of={body} name={`${name} · ${current.name(strings)}`} /> : null}
        <button
          type="button"
          class="icon-button"
          title={strings.closeInspector}
          aria-label={strings.closeInspector}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="tabs">
        <div role="tablist" aria-label={name} ref={list} onKeyDown={onKeyDown}>
          {shown.map((each) => (
            <button
              key={each.id}
              type="button"
              role="tab"
              id={`tab-${each.id}`}
              aria-controls="tab-body"
              aria-selected={each === current}
              tabIndex={each === current ? 0 : -1}
              onClick={() => choose(each.id)}
            >
              {each.name(strings)}
            </button>
          ))}
        </div>
      </div>
      {current && index !== null ? (
        <div
          ref={body}
          class="tab-body"
          role="tabpanel"
          id="tab-body"
          tabIndex={-1}
          aria-labelledby={`tab-${current.id}`}
        >
          <Findings index={index} />
          <current.Body key={index} network={network} index={index} width={width - 38} />
        </div>
      ) : (
        <p class="hint">{strings.chooseLayer}</p>
      )}
    </aside>
  );
}
