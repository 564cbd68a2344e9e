// What is wrong at the chosen node: what it means, when it began, what would mend it, and the page that explains it.
import type { ShownFinding } from '../../src/protocol/view.ts';
import { useStore, useStrings } from '../context.ts';
import { format, whole } from '../format.ts';
import { nodeName } from '../store.ts';

export function Findings({ index }: { index: number }) {
  const strings = useStrings();
  const store = useStore();
  const { findings, network } = store;
  const here = findings.value.filter(({ node }) => node === index);
  // What shows in what it gives, and is told elsewhere.
  const passing = findings.value.filter(
    ({ node, severity, flow }) => node !== index && severity !== 'hint' && flow?.edges.some(([from]) => from === index),
  );
  if (here.length + passing.length === 0 || !network.value) return null;
  const described = network.value;
  return (
    <section class="findings" data-testid="findings" aria-label={strings.health}>
      {here.map((finding) => (
        <Callout key={finding.code} finding={finding} />
      ))}
      {passing.map(({ code, node, severity, title }) => (
        <p key={`${code} ${node}`} class={`ailment ${severity}`}>
          {severity === 'error' ? '✕' : '▲'} {title}:{' '}
          <button type="button" class="link" onClick={() => store.select(node)}>
            {nodeName(described, node)}
          </button>
        </p>
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
