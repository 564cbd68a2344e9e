// Takes a tensor away: as text on the clipboard, or as a .npy file.
import { useState } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';
import { Icon } from '../icon.tsx';
import { asCsv, asJson, asNumpy, numbersOf } from './tensorText.ts';

const forms = { CSV: asCsv, JSON: asJson, NumPy: asNumpy } as const;
type Form = keyof typeof forms;

export function TensorActions({ tensor }: { tensor: string }) {
  const store = useStore();
  const strings = useStrings();
  const [copied, setCopied] = useState<Form | null>(null);
  const copy = async (form: Form): Promise<void> => {
    const values = await store.host.readTensor(tensor);
    await store.host.copy(forms[form](numbersOf(values), values.shape));
    setCopied(form);
    setTimeout(() => setCopied(null), 1500);
  };
  return (
    <div class="actions" role="group" aria-label={tensor}>
      <span class="dim">{strings.copyAs}</span>
      {(Object.keys(forms) as Form[]).map((form) => (
        <button key={form} type="button" class="link" onClick={() => void copy(form)}>
          {form}
          {copied === form ? <Icon name="check" /> : null}
        </button>
      ))}
      <button type="button" class="link" onClick={() => void store.host.saveTensor(tensor)}>
        {strings.saveNpy}
      </button>
    </div>
  );
}
