// The top line: what is open, the stepping controls, the readouts.
import { computed } from '@preact/signals';
import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import { stepSizes } from '../src/protocol/moment.ts';
import { useStore, useStrings } from './context.ts';
import { format, whole } from './format.ts';
import { Icon } from './icon.tsx';
import { Readouts } from './readouts.tsx';
import { speedStops, stopOfSpeed } from './speed.ts';

export function Toolbar() {
  return (
    <header class="toolbar" data-testid="toolbar">
      <Title />
      <Controls />
      <Readouts />
    </header>
  );
}

function Title() {
  const store = useStore();
  const strings = useStrings();
  const network = store.network.value;
  const widths = network && [network.data.sampleShape, ...widthsOf(network.layers)].map((shape) => shape.join('×'));
  // Wide chains are told by their ends.
  const chain = widths && (widths.length > 7 ? [...widths.slice(0, 3), '…', ...widths.slice(-2)] : widths).join(' → ');
  const facts = network && [
    chain,
    `· ${format(strings.parameterCount, whole(network.parameterCount))}`,
    `· ${format(strings.seed, network.seed)}`,
  ];
  const summary = facts?.join(' ');
  return (
    <h1 class="title" title={`${store.fileName.value}${summary ? ` — ${summary}` : ''}`}>
      <b>{store.fileName.value}</b>
      <span class="dim">
        {facts?.map((fact) => (
          <Fragment key={fact}>
            <span>{fact}</span>{' '}
          </Fragment>
        ))}
      </span>
    </h1>
  );
}

/** Output shapes of the layers that have weights: `2 → 16 → 16 → 1`. */
function widthsOf(layers: readonly { outputShape: readonly number[]; parameters: readonly unknown[] }[]) {
  return layers.filter(({ parameters }) => parameters.length > 0).map(({ outputShape }) => outputShape);
}

function Controls() {
  const store = useStore();
  const strings = useStrings();
  const { size, running, busy } = store.controls.value;
  const disabled = !store.network.value;
  const atStart = useMemo(() => computed(() => store.tick.value <= store.header.value.firstTick), [store]);
  const button = (
    name: string,
    icon: string,
    tip: string,
    act: () => unknown,
    more: { off?: boolean; kind?: string } = {},
  ) => (
    <button
      type="button"
      class={`button ${more.kind ?? ''}`}
      title={tip}
      disabled={disabled || more.off}
      onClick={() => void act()}
    >
      <Icon name={icon} />
      <span class="caption">{name}</span>
    </button>
  );
  return (
    <div class="controls" role="toolbar" aria-label={strings.controls} aria-busy={busy}>
      {button(strings.reset, 'debug-restart', strings.resetTip, () => store.host.reset(), { kind: 'known' })}
      {button(strings.back, 'debug-step-back', strings.backTip, () => store.host.back(), {
        off: atStart.value || running,
        kind: 'known',
      })}
      {button(strings.step, 'debug-step-over', strings.stepTip, () => store.host.step(), {
        kind: 'primary',
        off: running,
      })}
      <div class="segment" role="radiogroup" aria-label={strings.stepSize}>
        {stepSizes.map((each) => (
          <label key={each} class={each === size ? 'on' : ''}>
            <input
              type="radio"
              name="size"
              checked={each === size}
              disabled={disabled}
              onChange={() => void store.host.setSize(each)}
            />
            {strings[each]}
          </label>
        ))}
      </div>
      <select
        class="sizes"
        aria-label={strings.stepSize}
        disabled={disabled}
        value={size}
        onChange={(event) => void store.host.setSize(event.currentTarget.value as typeof size)}
      >
        {stepSizes.map((each) => (
          <option key={each} value={each}>
            {strings[each]}
          </option>
        ))}
      </select>
      {running
        ? button(strings.pause, 'debug-pause', strings.pauseTip, () => store.host.toggleRun(), { kind: 'run' })
        : button(strings.run, 'play', strings.runTip, () => store.host.toggleRun(), { kind: 'run' })}
      <Speed disabled={disabled} />
    </div>
  );
}

function Speed({ disabled }: { disabled: boolean }) {
  const store = useStore();
  const strings = useStrings();
  const { stepsPerSecond } = store.controls.value;
  const stop = stopOfSpeed(stepsPerSecond);
  const told = stepsPerSecond === 0 ? strings.fullSpeed : format(strings.stepsPerSecond, whole(stepsPerSecond));
  return (
    <label class="speed" title={`${strings.speed}: ${told}`}>
      <span class="dim">{strings.speed}</span>
      <input
        type="range"
        min={0}
        max={speedStops.length - 1}
        step={1}
        value={stop}
        disabled={disabled}
        style={{ '--part': stop / (speedStops.length - 1) }}
        aria-valuetext={told}
        onInput={(event) => void store.host.setSpeed(speedStops[Number(event.currentTarget.value)])}
      />
    </label>
  );
}
