// What is wrong at the chosen node: what it means, when it began, what would mend it, and the page that explains it.
import type { ShownFinding } from '../../src/protocol/view.ts';
import { useStore, useStrings } from '../context.ts';
import { format, whole } from '../format.ts';

export function Findings({ index }: { index: number }) {
  const strings = useStrings();
  const here = useStore().findings.value.filter(({ node }) => node === index);
  if (here.length === 0) return null;
  return (
    <section class="findings" data-testid="findings" aria-label={strings.health}>
      {here.map((finding) => (
        <Callout key={finding.code} finding={finding} />
      ))}
    </section>
  );
}

function Callout({ finding }: { finding: ShownFinding }) {
  const { host } = useStore();
  const strings = useStrings();
  const { code, severity, node, title, message, since, fixes } = finding;
  return (
    <div class={`callout ${severity}`}>
      <p>
        <b>{title}</b>{' '}
        <span class="dim">{since > 0 ? format(strings.sinceIteration, whole(since)) : strings.beforeRun}</span>
      </p>
      <p>{message}</p>
      <p class="cures">
        {fixes.map((fix, i) => (
          <button key={fix} type="button" class="link" onClick={() => void host.applyFix(code, node, i)}>
            {fix}
          </button>
        ))}
        <button
          type="button"
          class="link"
          aria-label={format(strings.whyOf, title)}
          onClick={() => void host.explain(code)}
        >
          {strings.why}
        </button>
      </p>
    </div>
  );
}
