// Marks on the timeline where something began to be wrong. One click goes there, and to the node where it is wrong.
import type { ShownFinding } from '../../src/protocol/view.ts';
import { useStore, useStrings } from '../context.ts';
import { format, whole } from '../format.ts';

interface HealthMarksProps {
  /** Pixels from the left of an iteration's end. */
  readonly xOf: (iteration: number) => number;
  readonly perIteration: number;
}

/** Labels nearer than this many pixels to the one before would lie over it. */
const labelRoom = 150;

/** Those that began during the run, one a moment: the likeliest cause, and how many began with it. */
function beginnings(findings: readonly ShownFinding[]): readonly { first: ShownFinding; more: number }[] {
  const began = findings.filter(({ since, severity }) => since > 0 && severity !== 'hint');
  return [...new Set(began.map(({ since }) => since))]
    .sort((a, b) => a - b)
    .map((since) => {
      const together = began.filter((finding) => finding.since === since);
      return { first: together[0], more: together.length - 1 };
    });
}

export function HealthMarks({ xOf, perIteration }: HealthMarksProps) {
  const store = useStore();
  const strings = useStrings();
  let labelled = -Infinity;
  return (
    <>
      {beginnings(store.findings.value).map(({ first, more }) => {
        const x = xOf(first.since);
        const hasLabel = x - labelled >= labelRoom;
        if (hasLabel) labelled = x;
        const name = more > 0 ? `${first.title} +${more}` : first.title;
        return (
          <button
            key={`${first.code} ${first.node}`}
            type="button"
            class={`mark ${first.severity}`}
            style={{ transform: `translateX(${x}px)` }}
            title={`${name}, ${format(strings.sinceIteration, whole(first.since))}`}
            aria-label={`${name}, ${format(strings.sinceIteration, whole(first.since))}`}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => {
              store.select(first.node);
              void store.seek(first.since * perIteration);
            }}
          >
            ▲{hasLabel ? <span> {name}</span> : null}
          </button>
        );
      })}
    </>
  );
}
