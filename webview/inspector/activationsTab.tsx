// What flows out of a node, a sample a row: of the data the batch and its targets, of the loss the loss itself.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { ChosenSampleNote } from '../chosenSampleNote.tsx';
import { useStore, useStrings } from '../context.ts';
import { curve } from '../draw/curve.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { axisNumber, exact, format, shapeText, short } from '../format.ts';
import { inputOf, outputOf, type TensorReference } from '../graph/tensors.ts';
import { Picture } from '../picture.tsx';
import { PicturesSection } from './picturesSection.tsx';
import { Chooser } from './chooser.tsx';
import { Distribution } from './distribution.tsx';
import { Figures, StatisticsFigures, useStatistics } from './figures.tsx';
import type { TabProps } from './tabProps.ts';
import type { Companion } from './cellReadout.tsx';
import { TensorSection } from './tensorSection.tsx';
import { useChosen } from './useChosen.ts';

interface Shown extends TensorReference {
  readonly label: string;
}

function tensorsAt(network: NetworkDescription, index: number): readonly Shown[] {
  // Classes are whole numbers, which are no picture.
  const target =
    network.accuracy === 'argmax'
      ? []
      : [{ name: 'target', label: 'target', shape: [network.batchSize, ...network.data.targetShape] }];
  if (index < 0) return [{ ...outputOf(network, -1), label: 'input' }, ...target];
  if (index < network.layers.length) {
    const inner = network.layers[index].inner ?? [];
    return [
      { ...outputOf(network, index), label: 'output' },
      ...inner.map(({ name, fullName, shape, axes }) => ({ name: fullName, label: name, shape, axes })),
    ];
  }
  return [{ ...outputOf(network, network.layers.length - 1), label: 'prediction' }, ...target];
}

export function ActivationsTab({ network, index, width }: TabProps) {
  const strings = useStrings();
  const { sample } = useStore();
  const tensors = tensorsAt(network, index).map((tensor) => sample.reference(tensor));
  const [chosen, setChosen] = useChosen(tensors.map(({ name }) => name));
  const tensor = tensors[Math.min(chosen, tensors.length - 1)];
  const layer = network.layers[index];
  const companions: readonly Companion[] =
    layer?.hasGradient && chosen === 0 && !sample.alone.value
      ? [{ symbol: '∂L/∂a', tensor: `${tensor.name}.grad` }]
      : [];
  return (
    <>
      <ChosenSampleNote />
      {layer ? <PicturesSection layer={layer} of="flow" width={width} /> : null}
      <section>
        <h4>
          <span>
            {tensor.label} · {shapeText(tensor.shape)}
            {tensor.axes ? null : <span class="as-is light">{strings.samplesByUnits}</span>}
          </span>
          <Chooser
            label={strings.tensor}
            names={tensors.map(({ label }) => label)}
            chosen={chosen}
            onChoose={setChosen}
          />
        </h4>
        <TensorSection
          key={tensor.name}
          tensor={tensor}
          symbol={chosen === 0 ? 'a' : tensor.label}
          companions={companions}
          width={width}
        />
      </section>
      {layer?.view.kind === 'activation' ? <CurveSection network={network} index={index} width={width} /> : null}
      <section>
        <Distribution title={strings.distribution} tensor={tensor.name} width={width} height={96} colour="forward" />
      </section>
      <section>
        <StatisticsFigures tensor={tensor.name} />
      </section>
      {index >= network.layers.length ? <LossSection network={network} /> : null}
    </>
  );
}

/** f and f′ with the range in which the inputs lie, and the ranges that matter. */
function CurveSection({ network, index, width }: TabProps) {
  const strings = useStrings();
  const layer = network.layers[index];
  const inputs = useStatistics(useStore().sample.tensor(inputOf(network, layer).name));
  const { view } = layer;
  if (view.kind !== 'activation') return null;
  const draw = (surface: Surface): void =>
    curve(surface, inset(surface, 0), view, inputs ? [inputs.min, inputs.max] : null);
  return (
    <section>
      <h4>{strings.curve}</h4>
      <p class="theory">{layer.formula}</p>
      <Picture draw={draw} width={width} height={96} label={layer.formula} />
      <p class="legend">
        <span class="line">f</span>
        <span class="line backward">f′</span>
        <span class="bars forward">{strings.inputsHere}</span>
      </p>
      <ul class="ranges">
        {view.ranges.map(([label, from, to]) => (
          <li key={label.template}>
            {format(label.template, ...label.args)} <span class="dim">{`${axisNumber(from)} … ${axisNumber(to)}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LossSection({ network }: { network: NetworkDescription }) {
  const { loss } = useStore().header.value;
  return (
    <section>
      <h4>{network.loss.type}</h4>
      <p class="theory">{network.loss.formula}</p>
      <Figures figures={[{ name: network.loss.reduction, value: short(loss), whole: exact(loss) }]} />
    </section>
  );
}
