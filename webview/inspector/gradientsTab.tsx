// The gradients at a node: of its output and of its trained parameters.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { useStrings } from '../context.ts';
import { shapeText } from '../format.ts';
import { gradientOf, type TensorReference } from '../graph/tensors.ts';
import { Chooser } from './chooser.tsx';
import { Distribution } from './distribution.tsx';
import { StatisticsFigures } from './figures.tsx';
import type { TabProps } from './tabProps.ts';
import { TensorSection } from './tensorSection.tsx';
import { symbolOf } from './weightsTab.tsx';
import { useChosen } from './useChosen.ts';

interface Shown extends TensorReference {
  readonly label: string;
  readonly symbol: string;
}

/** Of the loss: the gradient at what it is computed from. */
function gradientsAt(network: NetworkDescription, index: number): readonly Shown[] {
  const at = Math.min(index, network.layers.length - 1);
  const output = gradientOf(network, at);
  const parameters =
    index < network.layers.length ? network.layers[index].parameters.filter(({ trained }) => trained) : [];
  return [
    ...(output ? [{ ...output, label: 'output', symbol: '∂L/∂a' }] : []),
    ...parameters.map(({ name, fullName, shape, axes }) => ({
      name: `${fullName}.grad`,
      shape,
      axes,
      label: name,
      symbol: `∂L/∂${symbolOf(name)}`,
    })),
  ];
}

export function GradientsTab({ network, index, width }: TabProps) {
  const strings = useStrings();
  const gradients = gradientsAt(network, index);
  const [chosen, setChosen] = useChosen(gradients.map(({ name }) => name));
  const shown = gradients[Math.min(chosen, gradients.length - 1)];
  return (
    <>
      <section>
        <h4>
          <span class="as-is">
            {shown.symbol} · {shapeText(shown.shape)}
          </span>
          <Chooser
            label={strings.tensor}
            names={gradients.map(({ label }) => label)}
            chosen={chosen}
            onChoose={setChosen}
          />
        </h4>
        <TensorSection key={shown.name} tensor={shown} symbol={shown.symbol} width={width} tallest={210} />
      </section>
      <section>
        <Distribution title={strings.distribution} tensor={shown.name} width={width} height={104} colour="backward" />
      </section>
      <section>
        <StatisticsFigures tensor={shown.name} />
      </section>
    </>
  );
}
