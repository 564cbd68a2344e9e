// The line at the foot of the graph: which instruction was just executed, what it computes, and how far the iteration is.
import { useStore, useStrings } from '../context.ts';
import { format } from '../format.ts';
import { directionOf } from '../moment.ts';
import { nodeName } from '../store.ts';

export function Instruction() {
  const store = useStore();
  const strings = useStrings();
  const network = store.network.value;
  const moment = store.moment.value;
  if (!network || !moment) return null;
  const { executed, done } = moment;
  return (
    <div class="instruction" data-testid="instruction">
      <span class="count">{format(strings.instructionShort, done, network.instructions.length)}</span>
      {executed ? (
        <>
          <span class={`phase ${directionOf(executed)}`}>{strings[executed.phase]}</span>
          <b>{nodeName(network, executed.layer)}</b>
          <code>{executed.formula}</code>
        </>
      ) : (
        <span class="dim">{strings.notStarted}</span>
      )}
    </div>
  );
}
