// The line at the foot of the graph: the instruction just executed at the left, the view's buttons at the right.
import { ChosenSampleNote } from '../chosenSampleNote.tsx';
import { useStore, useStrings } from '../context.ts';
import { Icon } from '../icon.tsx';
import { Chooser } from '../inspector/chooser.tsx';
import type { GraphModel } from './graphModel.ts';
import { Instruction } from './instruction.tsx';

/** What the width and colour of links can tell. */
const drawnBy = ['weight', 'gradient'] as const;

interface GraphFootProps {
  readonly model: GraphModel;
  readonly inspectorOpen: boolean;
  readonly onInspector: (open: boolean) => void;
}

export function GraphFoot(props: GraphFootProps) {
  return (
    <div class="graph-foot">
      <Instruction />
      <ChosenSampleNote />
      <Buttons {...props} />
    </div>
  );
}

function Buttons({ model, inspectorOpen, onInspector }: GraphFootProps) {
  const store = useStore();
  const strings = useStrings();
  const { linksBy } = store.preferences.signals;
  const button = (name: string, icon: string, act: () => void, pressed?: boolean) => (
    <button type="button" class="icon-button" title={name} aria-label={name} aria-pressed={pressed} onClick={act}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="graph-buttons" role="group" aria-label={strings.view}>
      {model.neurons.value ? (
        <Chooser
          label={strings.linksBy}
          names={drawnBy.map((by) => strings[by])}
          chosen={Math.max(
            0,
            drawnBy.findIndex((by) => by === linksBy.value),
          )}
          onChoose={(i) => store.preferences.set('linksBy', drawnBy[i])}
        />
      ) : null}
      {model.canShowNeurons.value
        ? button(strings.neurons, 'type-hierarchy-sub', () => model.toggleNeurons(), model.neurons.value)
        : null}
      {button(strings.zoomIn, 'zoom-in', () => model.zoom(1.25))}
      {button(strings.zoomOut, 'zoom-out', () => model.zoom(0.8))}
      {button(strings.fit, 'screen-full', () => model.fit())}
      {button(
        strings.inspector,
        inspectorOpen ? 'layout-sidebar-right' : 'layout-sidebar-right-off',
        () => onInspector(!inspectorOpen),
        inspectorOpen,
      )}
    </div>
  );
}
