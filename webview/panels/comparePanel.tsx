// The comparison: this network under other inits, activations or learning rates, side by side: spread through depth and
// the first losses of each, the best first (learning rates in order).
import { useState } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { Compared, ComparedVariant, ComparisonResult } from '../../src/protocol/experiment.ts';
import { useStore, useStrings } from '../context.ts';
import { fan } from '../draw/fan.ts';
import { linear, text, type Surface } from '../draw/surface.ts';
import { format, powerOfTen, short } from '../format.ts';
import { Chooser } from '../inspector/chooser.tsx';
import { Picture, Sized } from '../picture.tsx';
import { ProgressLine } from './progressLine.tsx';
import { RateOverview } from './rateOverview.tsx';
import { finalLoss, lossRange, spreadRange, verdictOf } from './variantFigures.ts';

const kinds: readonly Compared[] = ['init', 'activation', 'lr'];
const cardWidth = 168;

export function ComparePanel({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
  const asked = store.experiments.comparison.value;
  // What was asked for stays chosen when the panel is hidden and shown again.
  const before = asked?.request.kind === 'comparison' ? asked.request : null;
  const [compared, setCompared] = useState<Compared>(before?.compared ?? 'init');
  const [alone, setAlone] = useState(Boolean(before?.layer));
  const update = asked?.update;
  const result = update && 'result' in update && update.result?.kind === 'comparison' ? update.result : null;
  const selected = network.layers[store.selected.value ?? -1]?.name ?? null;
  const layer = alone && compared !== 'lr' ? selected : null;
  const busy = asked !== null && (!update || update.state === 'running');
  return (
    <div class="compare">
      <div class="bar">
        <Chooser
          label={strings.compare}
          names={[strings.comparedInit, strings.comparedActivation, strings.comparedLr]}
          chosen={kinds.indexOf(compared)}
          onChoose={(i) => setCompared(kinds[i])}
        />
        {compared !== 'lr' && selected !== null ? (
          <Chooser
            label={strings.compareScope}
            names={[strings.allLayers, selected]}
            chosen={alone ? 1 : 0}
            onChoose={(i) => setAlone(i === 1)}
          />
        ) : null}
        {busy ? null : (
          <button
            type="button"
            class="button small"
            onClick={() => store.experiments.start({ kind: 'comparison', compared, layer })}
          >
            {strings.compareRun}
          </button>
        )}
        <ProgressLine kind="comparison" />
        {result && result.iterations < result.wanted ? (
          <span class="dim">{format(strings.fewerIterations, result.iterations, result.wanted)}</span>
        ) : null}
      </div>
      {result?.compared === compared && result.layer === layer ? (
        <Variants result={result} done={update?.state === 'done'} stale={asked?.network !== network} />
      ) : (
        <p class="dim">{strings.compareHint}</p>
      )}
    </div>
  );
}

interface VariantsProps {
  readonly result: ComparisonResult;
  readonly done: boolean;
  /** The file has changed since: which one stands in it is no longer known. */
  readonly stale: boolean;
}

function Variants({ result, done, stale }: VariantsProps) {
  const strings = useStrings();
  const sorted =
    done && result.compared !== 'lr'
      ? [...result.variants].sort((a, b) => finalLoss(a.losses) - finalLoss(b.losses))
      : result.variants;
  return (
    <Sized class="variants">
      {({ height }) => (
        <div class="row" role="list" tabIndex={0} aria-label={strings.compare}>
          {result.compared === 'lr' ? <RateOverview result={result} height={height - 12} /> : null}
          {sorted.map((variant) => (
            <VariantCard
              key={JSON.stringify(variant.change)}
              variant={variant}
              current={variant.current && !stale}
              result={result}
              height={height - 12}
            />
          ))}
        </div>
      )}
    </Sized>
  );
}

interface CardProps {
  readonly variant: ComparedVariant;
  /** It stands in the file. */
  readonly current: boolean;
  readonly result: ComparisonResult;
  readonly height: number;
}

function VariantCard({ variant, current, result, height }: CardProps) {
  const store = useStore();
  const strings = useStrings();
  const { change, losses, activations, gradients } = variant;
  const name = variantName(change.value, strings.pytorchDefault, strings.asInFile);
  const [from, to] = spreadRange(result.variants);
  const [low, high] = lossRange(result.variants);
  const room = Math.max(40, height - 38);
  const split = Math.round(room * 0.58);
  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    const left = 26;
    const depth = { x: left, y: 4, width: cardWidth - left - 14, height: split - 10 };
    const y = linear(from, to, depth.y + depth.height, depth.y);
    const every = Math.max(1, Math.ceil((to - from) / Math.max(1, Math.floor(depth.height / 13))));
    for (let power = Math.ceil(from); power <= to; power++) {
      if (power % every !== 0) continue;
      context.fillStyle = palette.line;
      context.fillRect(left, Math.round(y(power)), depth.width, 1);
      context.fillStyle = palette.dim;
      text(surface, powerOfTen(power), left - 4, y(power) + 3, 'right', 9);
    }
    if (gradients) fan(surface, depth, gradients, [from, to], palette.backward);
    if (activations) fan(surface, depth, activations, [from, to], palette.forward);
    const top = split + 4;
    const x = linear(0, Math.max(1, result.iterations - 1), left, cardWidth - 14);
    const at = linear(low, high, room - 4, top);
    context.fillStyle = palette.line;
    context.fillRect(left, room - 3, depth.width, 1);
    context.strokeStyle = palette.foreground;
    context.lineWidth = 1.3;
    context.beginPath();
    losses.forEach((loss, i) => {
      if (Number.isFinite(loss)) context.lineTo(x(i), Math.max(top, at(Math.log10(Math.max(loss, 1e-12)))));
    });
    context.stroke();
    context.fillStyle = palette.dim;
    text(surface, strings.lossReadout, left - 4, top + 10, 'right', 9);
  };
  const verdict = verdictOf(losses, result.iterations);
  const words =
    verdict.kind === 'broken'
      ? format(strings.variantBroken, verdict.at)
      : verdict.kind === 'waiting'
        ? '…'
        : verdict.kind === 'grown'
          ? format(strings.variantGrown, short(verdict.loss, 3))
          : format(strings.variantLoss, short(verdict.loss, 3));
  return (
    <div class={`variant ${current ? 'current' : ''}`} role="listitem" aria-label={`${name}: ${words}`}>
      <b title={name}>{name}</b>
      <Picture draw={draw} width={cardWidth - 12} height={room} label={`${name}: ${words}`} />
      <div class="foot">
        <span class={verdict.kind === 'broken' || verdict.kind === 'grown' ? 'bad' : 'dim'}>{words}</span>
        {current ? (
          <span class="dim">{strings.inTheFile}</span>
        ) : change.value === undefined ? null : (
          <button
            type="button"
            class="link"
            aria-label={format(strings.useVariant, name)}
            onClick={() => void store.host.useVariant(change)}
          >
            {strings.useThis}
          </button>
        )}
      </div>
    </div>
  );
}

function variantName(value: ComparedVariant['change']['value'], none: string, file: string): string {
  if (value === undefined) return file;
  if (value === null) return none;
  if (typeof value === 'number') return `lr ${short(value, 2)}`;
  if (typeof value === 'string') return value;
  const { type, ...options } = value;
  return `${type} ${Object.entries(options)
    .map(([option, given]) => `${option} ${given}`)
    .join(' ')}`;
}
