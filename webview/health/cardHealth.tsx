// The right end of a card's foot: what is wrong there, or a tick once something has run.
import type { ShownFinding } from '../../src/protocol/view.ts';
import { useStore, useStrings } from '../context.ts';

const ranks = { error: 2, warning: 1, hint: 0 };

/** The gravest finding of the nodes first … last, the likeliest cause among equals; undefined where there is none. */
export function worstAt(findings: readonly ShownFinding[], first: number, last = first): ShownFinding | undefined {
  const here = findings.filter(({ node }) => node >= first && node <= last);
  return here.find(({ severity }) => here.every((other) => ranks[other.severity] <= ranks[severity]));
}

/** `shape` stands there while nothing is wrong. A hint is no illness. */
export function CardHealth({ finding, shape }: { finding: ShownFinding | undefined; shape: string }) {
  const store = useStore();
  const strings = useStrings();
  // Where something is NaN nobody is well.
  const isBroken = store.findings.value.some(({ severity }) => severity === 'error');
  if (finding && finding.severity !== 'hint')
    return (
      <span class={`ailment ${finding.severity}`} title={finding.message}>
        {finding.severity === 'error' ? '✕' : '▲'} {finding.title}
      </span>
    );
  return (
    <span>
      {shape}
      {store.tick.value > 0 && !isBroken ? (
        <span class="fine" title={strings.healthy} role="img" aria-label={strings.healthy}>
          ✓
        </span>
      ) : null}
    </span>
  );
}
