// Tells a screen reader where a step led: politely, at most once a second, and not while a run races by.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore, useStrings } from './context.ts';
import { format, short, whole } from './format.ts';
import { nodeName } from './store.ts';

const pause = 1000;

export function Announcer() {
  const store = useStore();
  const strings = useStrings();
  const [message, setMessage] = useState('');
  const last = useRef(0);
  const network = store.network.value;
  const moment = store.moment.value;
  const { loss } = store.header.value;
  const running = store.running.value;
  useEffect(() => {
    if (!network || !moment || running) return;
    const timer = setTimeout(
      () => {
        last.current = Date.now();
        const { executed } = moment;
        const where = executed
          ? `${strings[executed.phase]} ${nodeName(network, executed.layer)}, ${executed.formula}`
          : strings.notStarted;
        setMessage(
          `${format(strings.iterationNumber, whole(moment.iteration))}, ${where}, ${strings.lossReadout} ${short(loss)}`,
        );
      },
      Math.max(150, last.current + pause - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [network, moment, running, loss, strings]);
  return (
    <div class="unseen" role="status" aria-live="polite">
      {message}
    </div>
  );
}
