// Which of a tab's tensors is shown: the one that a number elsewhere has led to, else the one chosen last, else the first.
import { useLayoutEffect, useState } from 'preact/hooks';
import { useStore } from '../context.ts';

export function useChosen(tensors: readonly string[]): readonly [chosen: number, choose: (index: number) => void] {
  const [chosen, setChosen] = useState(0);
  const led = tensors.indexOf(useStore().shownCell.value?.tensor ?? '');
  useLayoutEffect(() => {
    if (led >= 0) setChosen(led);
  }, [led]);
  return [led >= 0 ? led : chosen, setChosen];
}
