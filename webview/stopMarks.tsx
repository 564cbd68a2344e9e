// Marks on the timeline where a breakpoint or an exception stopped the run. One click goes there.
import { useStore } from './context.ts';

export function StopMarks({ xOf }: { xOf: (tick: number) => number }) {
  const store = useStore();
  return (
    <>
      {store.timeline.value.marks.map(({ tick, kind, message }) => (
        <button
          key={`${tick} ${kind}`}
          type="button"
          class={`mark stop ${kind === 'exception' ? 'error' : ''}`}
          style={{ transform: `translateX(${xOf(tick)}px)` }}
          title={message}
          aria-label={message}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => void store.seek(tick)}
        >
          ●
        </button>
      ))}
    </>
  );
}
