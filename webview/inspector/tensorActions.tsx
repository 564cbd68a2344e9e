// Takes a tensor away, whole or as the slice that is shown: as text on the clipboard, or as a .npy file.
import { useState } from 'preact/hooks';
import type { TensorForm } from '../../src/protocol/engine.ts';
import { useStore, useStrings } from '../context.ts';
import type { TensorReference } from '../graph/tensors.ts';
import { Icon } from '../icon.tsx';
import { watchOf, type ShownSlice } from './slices.ts';

const forms = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['numpy', 'NumPy'],
] as const satisfies readonly (readonly [TensorForm, string])[];

export function TensorActions({ tensor, slice }: { tensor: TensorReference; slice: ShownSlice }) {
  const store = useStore();
  const strings = useStrings();
  const [copied, setCopied] = useState<TensorForm | null>(null);
  const [whole, setWhole] = useState(true);
  const { name, shape } = tensor;
  const hasSlices = shape.length > 2;
  const part = { tensor: name, slice: whole || !hasSlices ? null : watchOf(slice, shape.length) };
  const copy = async (form: TensorForm): Promise<void> => {
    if (!(await store.host.copyTensor(part, form))) return;
    setCopied(form);
    setTimeout(() => setCopied(null), 1500);
  };
  return (
    <div class="actions" role="group" aria-label={name}>
      {hasSlices ? (
        <select
          aria-label={strings.whatToCopy}
          value={whole ? 'whole' : 'slice'}
          onChange={(event) => setWhole(event.currentTarget.value === 'whole')}
        >
          <option value="whole">{strings.wholeTensor}</option>
          <option value="slice">{strings.thisSlice}</option>
        </select>
      ) : null}
      <span class="dim">{strings.copyAs}</span>
      {forms.map(([form, label]) => (
        <button key={form} type="button" class="link" onClick={() => void copy(form)}>
          {label}
          {copied === form ? <Icon name="check" /> : null}
        </button>
      ))}
      <button type="button" class="link" onClick={() => void store.host.saveTensor(part)}>
        {strings.saveNpy}
      </button>
    </div>
  );
}
