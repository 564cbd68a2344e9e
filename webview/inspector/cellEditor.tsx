// Changes one cell of the run: a number is typed, Enter makes it so, Escape leaves it. The file stays as it is.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';

interface CellEditorProps {
  readonly tensor: string;
  readonly at: readonly number[];
  /** `w[7, 3]`. */
  readonly name: string;
  readonly onDone: () => void;
}

export function CellEditor({ tensor, at, name, onDone }: CellEditorProps) {
  const store = useStore();
  const strings = useStrings();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => input.current?.focus(), []);
  const apply = async (): Promise<void> => {
    const value = input.current?.value.trim() ?? '';
    if (value === '') return onDone();
    const mistake = await store.host.setCell(tensor, at, value);
    setProblem(mistake);
    if (mistake !== null) return;
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') onDone();
    if (event.key === 'Enter') void apply();
  };
  return (
    <span class="cell-editor">
      <label>
        {name} ={' '}
        <input ref={input} type="text" inputMode="decimal" onKeyDown={onKeyDown} aria-invalid={problem !== null} />
      </label>
      <span class={problem === null ? 'dim' : 'not-finite'}>{problem ?? strings.editHint}</span>
    </span>
  );
}

/** Offers to take the newest change back, or to make it the file's, where the run was changed. */
export function UndoEdit() {
  const store = useStore();
  const strings = useStrings();
  if (!store.edited.value) return null;
  return (
    <p class="aside">
      {strings.editedByHand}{' '}
      <button type="button" class="link" onClick={() => void store.host.undoEdit()}>
        {strings.undoEdit}
      </button>
      {' · '}
      <button type="button" class="link" title={strings.writeToFileTip} onClick={() => void store.host.writeToFile()}>
        {strings.writeToFile}
      </button>
    </p>
  );
}
