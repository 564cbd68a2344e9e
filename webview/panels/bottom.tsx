// What stands under the graph: a line of toggles, and the panels that are on, side by side as far as there is room.
import { Fragment } from 'preact';
import { useStore, useStrings } from '../context.ts';
import { format } from '../format.ts';
import { Icon } from '../icon.tsx';
import { pixels, useSize } from '../picture.tsx';
import { panels } from './panels.ts';
import { PanelFrame } from './panelFrame.tsx';
import { moveBar, shareOf, widthsOf } from './shares.ts';
import { shownPanels } from './shownPanels.ts';
import { Splitter } from '../splitter.tsx';

export function Bottom({ height }: { height: number }) {
  const store = useStore();
  const strings = useStrings();
  const [ref, { width }] = useSize<HTMLElement>();
  const network = store.network.value;
  const { panels: on, bottomOpen, panelShares } = store.preferences.signals;
  const open = bottomOpen.value;
  const shown = open ? shownPanels(panels, on.value, width) : [];
  const shares = panelShares.value;
  const widths = widthsOf(shown, shares, width);
  const toggle = (id: string): void => {
    const off = shown.some((panel) => panel.id === id);
    const rest = on.value.filter((each) => each !== id);
    store.preferences.set('panels', off ? rest : [...rest, id]);
    store.preferences.set('bottomOpen', !off || shown.length > 1);
  };
  const fold = (): void => {
    if (!open && on.value.length === 0) store.preferences.set('panels', ['depth']);
    store.preferences.set('bottomOpen', !open);
  };
  if (!network) return null;
  const hint = shown.length === 1 ? shown[0].hint(strings) : '';
  const foldName = open ? strings.hidePanels : strings.showPanels;
  return (
    <section class="bottom" ref={ref} style={open ? pixels({ height }) : {}} aria-label={strings.panels}>
      <div class="toggles" role="group" aria-label={strings.panels}>
        {panels.map((panel) => (
          <button
            key={panel.id}
            type="button"
            class="toggle"
            aria-pressed={shown.includes(panel)}
            onClick={() => toggle(panel.id)}
          >
            {panel.name(strings)}
          </button>
        ))}
        <span class="hint" title={hint}>
          {hint}
        </span>
        <button
          type="button"
          class="icon-button"
          title={foldName}
          aria-label={foldName}
          aria-expanded={open}
          onClick={fold}
        >
          <Icon name={open ? 'chevron-down' : 'chevron-up'} />
        </button>
      </div>
      {open ? (
        <div class="panels">
          {shown.map((panel, i) => (
            <Fragment key={panel.id}>
              {i > 0 ? (
                <Splitter
                  label={format(strings.resizePanel, panel.name(strings))}
                  orientation="vertical"
                  size={Math.round(widths[i])}
                  min={160}
                  max={Math.round(widths[i] + widths[i - 1]) - 160}
                  usual={Math.round(widthsOf(shown, {}, width)[i])}
                  onSize={(to) => store.preferences.set('panelShares', moveBar(shown, shares, width, i, to))}
                />
              ) : null}
              <PanelFrame panel={panel} network={network} share={shareOf(panel, shares)} />
            </Fragment>
          ))}
        </div>
      ) : null}
    </section>
  );
}
