// What the last step added to each of a layer's parameters, how large that is beside them, and what the optimizer
// remembers for it.
import { useStore, useStrings } from '../context.ts';
import { exact, format, shapeText, short } from '../format.ts';
import { Chooser } from './chooser.tsx';
import { Distribution } from './distribution.tsx';
import { Figures, StatisticsFigures, useStatistics } from './figures.tsx';
import type { TabProps } from './tabProps.ts';
import { TensorMap } from './tensorMap.tsx';
import { TensorSection } from './tensorSection.tsx';
import { useChosen } from './useChosen.ts';
import { symbolOf } from './weightsTab.tsx';

export function UpdateTab({ network, index, width }: TabProps) {
  const store = useStore();
  const strings = useStrings();
  const parameters = network.layers[index].parameters.filter(({ trained }) => trained);
  const [chosen, setChosen] = useChosen(parameters.map(({ fullName }) => `${fullName}.update`));
  const { name, fullName, shape, axes, state } = parameters[Math.min(chosen, parameters.length - 1)];
  const update = `${fullName}.update`;
  const symbol = symbolOf(name);
  const values = useStatistics(fullName);
  const changed = useStatistics(update);
  const { lr } = store.header.value;
  const ratio = values && changed && values.norm > 0 ? changed.norm / values.norm : NaN;
  return (
    <>
      <section>
        <h4>
          <span class="as-is">
            Δ{symbol} · {shapeText(shape)} <span class="light">{format(strings.updateHint, name)}</span>
          </span>
          <Chooser
            label={strings.parameter}
            names={parameters.map((parameter) => parameter.name)}
            chosen={chosen}
            onChoose={setChosen}
          />
        </h4>
        <TensorSection
          key={update}
          tensor={{ name: update, shape, axes }}
          symbol={`Δ${symbol}`}
          companions={[
            { symbol, tensor: fullName },
            { symbol: `∂L/∂${symbol}`, tensor: `${fullName}.grad` },
          ]}
          width={width}
        />
      </section>
      <section>
        <h4>{network.optimizer.type}</h4>
        <p class="theory">{network.optimizer.formula}</p>
        <Figures
          figures={[
            { name: 'lr', value: Number.isNaN(lr) ? '–' : short(lr), whole: exact(lr) },
            {
              name: `‖Δ${symbol}‖ · ‖${symbol}‖`,
              value: `${changed ? short(changed.norm) : '–'} · ${values ? short(values.norm) : '–'}`,
            },
            { name: strings.updateByWeight, value: Number.isNaN(ratio) ? '–' : short(ratio), whole: exact(ratio) },
          ]}
        />
      </section>
      <section>
        <Distribution
          title={strings.distribution}
          tensor={update}
          width={width}
          height={96}
          colour="update"
          shows="now"
        />
        <StatisticsFigures tensor={update} />
      </section>
      {state.map(([own, tensor]) => (
        <section key={tensor}>
          <h4>
            <span class="as-is">
              {own} · {shapeText(shape)} <span class="light">{strings.optimizerState}</span>
            </span>
          </h4>
          <TensorMap tensor={{ name: tensor, shape, axes }} symbol={own} width={width} tallest={150} />
        </section>
      ))}
    </>
  );
}
