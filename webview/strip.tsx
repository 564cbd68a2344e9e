// Lines above the graph: the mistakes in the text, each leading to its place, and trouble of the engine.
import type { ShownDiagnostic } from '../src/protocol/view.ts';
import { useStore, useStrings } from './context.ts';
import { format } from './format.ts';
import { Icon } from './icon.tsx';

export function Trouble() {
  const { trouble } = useStore().controls.value;
  return trouble ? (
    <div class="trouble" role="alert">
      <Icon name="warning" />
      <span>{trouble}</span>
    </div>
  ) : null;
}

export function ErrorStrip() {
  const store = useStore();
  const strings = useStrings();
  const errors = store.errors.value;
  if (errors.length === 0 || (store.isEmpty.value && !store.network.value)) return null;
  const title = errors.length === 1 ? strings.oneMistake : format(strings.manyMistakes, errors.length);
  return (
    <section class="strip" data-testid="errors" aria-label={title}>
      <h2>
        <Icon name="error" />
        {title}
        {store.network.value ? <span class="dim">{strings.lastGoodGraph}</span> : null}
      </h2>
      <ul>
        {errors.map((error) => (
          <Mistake key={`${error.start} ${error.code} ${error.message}`} error={error} />
        ))}
      </ul>
    </section>
  );
}

function Mistake({ error }: { error: ShownDiagnostic }) {
  const store = useStore();
  const strings = useStrings();
  return (
    <li>
      <button type="button" class="link" onClick={() => void store.host.revealOffset(error.start)}>
        {format(strings.lineNumber, error.line)}
      </button>{' '}
      {error.message} <span class="dim code">{error.code}</span>
    </li>
  );
}
