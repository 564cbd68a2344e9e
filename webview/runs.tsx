// The runs beside the one that goes on: what they are called, and the small list in which they are named and removed.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RunDescription } from '../src/protocol/timeline.ts';
import type { ViewStrings } from '../src/protocol/strings.ts';
import { useStore, useStrings } from './context.ts';
import { format, short, whole } from './format.ts';
import { Icon } from './icon.tsx';

/** Its own name, or what made it. */
export function runName({ name, kind, edit, began }: RunDescription, strings: ViewStrings): string {
  if (name !== '') return name;
  if (kind === 'former') return strings.runOfFormerFile;
  if (!edit) return strings.runOfFile;
  const what = edit.kind === 'lr' ? 'lr' : `${edit.tensor}[${edit.index}]`;
  return format(strings.runOfEdit, what, short(edit.value), whole(Math.floor(began)));
}

export function RunList() {
  const store = useStore();
  const strings = useStrings();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const { runs } = store.timeline.value;
  useEffect(() => {
    if (!open) return;
    const close = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    window.addEventListener('pointerdown', close);
    return () => window.removeEventListener('pointerdown', close);
  }, [open]);
  if (runs.length < 2) return null;
  return (
    <div
      ref={root}
      class="runs"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false);
      }}
    >
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="git-branch" />
        {format(strings.runCount, runs.length)}
      </button>
      {open ? (
        <ul class="run-list" aria-label={strings.runs}>
          {runs.map((run) => (
            <Run key={run.id} run={run} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Run({ run }: { run: RunDescription }) {
  const store = useStore();
  const strings = useStrings();
  const name = runName(run, strings);
  const remove = format(run.kind === 'edit' ? strings.removeBranch : strings.removeRun, name);
  return (
    <li class={run.current ? 'current' : ''}>
      <input
        type="text"
        aria-label={`${strings.runName}: ${name}`}
        placeholder={runName({ ...run, name: '' }, strings)}
        value={run.name}
        maxLength={80}
        onChange={(event) => void store.host.nameRun(run.id, event.currentTarget.value.trim())}
      />
      {run.current && run.kind === 'edit' ? (
        <button type="button" class="link" title={strings.writeToFileTip} onClick={() => void store.host.writeToFile()}>
          {strings.writeToFile}
        </button>
      ) : (
        <span class="dim">{run.current ? strings.runGoesOn : ''}</span>
      )}
      {run.kind === 'file' ? (
        <span />
      ) : (
        <button
          type="button"
          class="icon-button"
          title={remove}
          aria-label={remove}
          onClick={() => void store.host.removeRun(run.id)}
        >
          <Icon name="trash" />
        </button>
      )}
    </li>
  );
}
