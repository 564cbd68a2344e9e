// The line at the foot of the graph: the instruction just executed at the left, the view's buttons at the right.
import { useStrings } from '../context.ts';
import { Icon } from '../icon.tsx';
import type { GraphModel } from './graphModel.ts';
import { Instruction } from './instruction.tsx';

interface GraphFootProps {
  readonly model: GraphModel;
  readonly inspectorOpen: boolean;
  readonly onInspector: (open: boolean) => void;
}

export function GraphFoot(props: GraphFootProps) {
  return (
    <div class="graph-foot">
      <Instruction />
      <Buttons {...props} />
    </div>
  );
}

function Buttons({ model, inspectorOpen, onInspector }: GraphFootProps) {
  const strings = useStrings();
  const button = (name: string, icon: string, act: () => void, pressed?: boolean) => (
    <button type="button" class="icon-button" title={name} aria-label={name} aria-pressed={pressed} onClick={act}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="graph-buttons" role="group" aria-label={strings.view}>
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
