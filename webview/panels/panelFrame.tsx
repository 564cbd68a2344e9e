// One panel in the row under the graph: its place, its name for screen readers, and its picture to be taken away.
import { useRef } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStrings } from '../context.ts';
import { PictureActions } from '../pictureActions.tsx';
import type { Panel } from './panels.ts';

interface PanelFrameProps {
  readonly panel: Panel;
  readonly network: NetworkDescription;
  /** Its part of the row's width. */
  readonly share: number;
}

export function PanelFrame({ panel, network, share }: PanelFrameProps) {
  const strings = useStrings();
  const root = useRef<HTMLElement>(null);
  const name = panel.name(strings);
  return (
    <section ref={root} class="panel" data-testid={`panel-${panel.id}`} style={{ flexGrow: share }} aria-label={name}>
      <panel.Body network={network} />
      <PictureActions of={root} name={name} />
    </section>
  );
}
