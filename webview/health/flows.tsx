// What is wrong with what flows between two nodes: which finding marks an edge, and its words beside the tensor.
import type { ShownFinding } from '../../src/protocol/view.ts';
import { useStore } from '../context.ts';

/** The likeliest cause of those that show at an edge; a hint is no illness. */
export function ailmentOf(
  findings: readonly ShownFinding[],
  { source, target }: { readonly source: number; readonly target: number },
): ShownFinding | undefined {
  return findings.find(
    ({ severity, flow }) => severity !== 'hint' && flow?.edges.some(([from, to]) => from === source && to === target),
  );
}

/** All of them, with what they mean. */
export function FlowFindings({ source, target }: { source: number; target: number }) {
  const ailing = useStore().findings.value.filter((finding) => ailmentOf([finding], { source, target }));
  return (
    <>
      {ailing.map(({ code, node, severity, title, message }) => (
        <div key={`${code} ${node}`} class={`callout ${severity}`} data-testid="flow-finding">
          <p>
            <b>{title}</b>
          </p>
          <p>{message}</p>
        </div>
      ))}
    </>
  );
}
