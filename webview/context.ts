// The store and its strings, handed down the component tree.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ViewStrings } from '../src/protocol/strings.ts';
import type { Store } from './store.ts';

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error('A component was used outside of the store');
  return store;
}

export function useStrings(): ViewStrings {
  return useStore().strings.value;
}
