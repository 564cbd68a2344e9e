// Where something will be that is being made: what is waited for, in the middle, and that it goes on.
import { pixels, type Size } from '../picture.tsx';

export function Waiting({ text, size }: { text: string; size?: Size }) {
  return (
    <div class="waiting" role="status" style={size ? pixels({ width: size.width, height: size.height }) : {}}>
      <p class="dim">{text}</p>
      <progress aria-label={text} />
    </div>
  );
}
