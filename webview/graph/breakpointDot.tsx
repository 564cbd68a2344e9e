// A breakpoint of the text on its layer's card: as the gutter shows it, filled, or half where it stops on one way only.
import type { ShownBreakpoint } from '../../src/protocol/view.ts';
import type { ViewStrings } from '../../src/protocol/strings.ts';
import { useStore, useStrings } from '../context.ts';

/** All that stand on a node, as one. */
export function breakpointAt(all: readonly ShownBreakpoint[], node: number): ShownBreakpoint | null {
  const own = all.filter((one) => one.node === node);
  if (own.length === 0) return null;
  return {
    node,
    forward: own.some(({ forward }) => forward),
    backward: own.some(({ backward }) => backward),
    enabled: own.some(({ enabled }) => enabled),
  };
}

export function breakpointName({ forward, backward }: ShownBreakpoint, strings: ViewStrings): string {
  return forward === backward ? strings.breakpoint : forward ? strings.breakpointForward : strings.breakpointBackward;
}

export function BreakpointDot({ breakpoint }: { breakpoint: ShownBreakpoint }) {
  const { host } = useStore();
  const strings = useStrings();
  const { node, forward, backward, enabled } = breakpoint;
  const side = forward === backward ? '' : forward ? 'forward-only' : 'backward-only';
  return (
    <button
      type="button"
      class={`breakpoint-dot ${side} ${enabled ? '' : 'off'}`}
      tabIndex={-1}
      title={`${breakpointName(breakpoint, strings)} (F9)`}
      aria-label={strings.toggleBreakpoint}
      onClick={(event) => {
        event.stopPropagation();
        void host.toggleBreakpoint(node);
      }}
    />
  );
}
