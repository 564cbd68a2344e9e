// A layer's parameters: values, distribution against init and theory, and how large gradient and update are beside them.
import type { ParameterDescription } from '../../src/protocol/description.ts';
import { useStrings } from '../context.ts';
import { exact, shapeText, short } from '../format.ts';
import { UndoEdit } from './cellEditor.tsx';
import { Chooser } from './chooser.tsx';
import { Distribution } from './distribution.tsx';
import { Figures, useStatistics, type Figure } from './figures.tsx';
import { PicturesSection } from './picturesSection.tsx';
import { initSummary } from './initSummary.ts';
import type { TabProps } from './tabProps.ts';
import type { Companion } from './cellReadout.tsx';
import { TensorSection } from './tensorSection.tsx';
import { useChosen } from './useChosen.ts';

/** `w` for a weight, `b` for a bias: what a cell is called. */
export const symbolOf = (name: string): string => ({ weight: 'w', bias: 'b' })[name] ?? name;

export function companionsOf({ name, fullName, trained }: ParameterDescription): readonly Companion[] {
  const symbol = symbolOf(name);
  return trained
    ? [
        { symbol: `∂L/∂${symbol}`, tensor: `${fullName}.grad` },
        { symbol: `Δ${symbol}`, tensor: `${fullName}.update` },
      ]
    : [];
}

export function WeightsTab({ network, index, width }: TabProps) {
  const strings = useStrings();
  const { parameters } = network.layers[index];
  const [chosen, setChosen] = useChosen(parameters.map(({ fullName }) => fullName));
  const parameter = parameters[Math.min(chosen, parameters.length - 1)];
  const { name, fullName, shape, axes, init } = parameter;
  return (
    <>
      <PicturesSection layer={network.layers[index]} of="parameters" width={width} />
      <section>
        <h4>
          {name} · {shapeText(shape)} · float32
          <Chooser
            label={strings.parameter}
            names={parameters.map((each) => each.name)}
            chosen={chosen}
            onChoose={setChosen}
          />
        </h4>
        <TensorSection
          key={fullName}
          tensor={{ name: fullName, shape, axes }}
          symbol={symbolOf(name)}
          companions={companionsOf(parameter)}
          width={width}
          tallest={230}
          editable
        />
        <UndoEdit />
      </section>
      <section>
        <Distribution
          title={strings.distributionAgainstInit}
          tensor={fullName}
          width={width}
          height={104}
          colour="forward"
          theory={init.explanation.theory}
        >
          <p class="theory">{init.explanation.formula}</p>
        </Distribution>
      </section>
      <section>
        <ParameterFigures parameter={parameter} />
      </section>
    </>
  );
}

export function ParameterFigures({ parameter }: { parameter: ParameterDescription }) {
  const strings = useStrings();
  const { fullName, trained, init, name } = parameter;
  const symbol = symbolOf(name);
  const values = useStatistics(fullName);
  const gradient = useStatistics(trained ? `${fullName}.grad` : null);
  const update = useStatistics(trained ? `${fullName}.update` : null);
  const or = (value: number | undefined): string => (value === undefined ? '–' : short(value));
  const ratio = update && values && values.norm > 0 ? update.norm / values.norm : undefined;
  const figures: Figure[] = [
    { name: strings.initFigure, value: initSummary(init), whole: init.explanation.formula },
    { name: strings.meanStd, value: `${or(values?.mean)} · ${or(values?.std)}` },
    { name: `‖∂L/∂${symbol}‖ · ‖${symbol}‖`, value: `${or(gradient?.norm)} · ${or(values?.norm)}` },
    { name: strings.updateByWeight, value: or(ratio), whole: ratio === undefined ? undefined : exact(ratio) },
  ];
  if (values && values.nan + values.infinite > 0)
    figures.push({ name: strings.notFinite, value: `${values.nan} NaN · ${values.infinite} ∞` });
  return <Figures figures={figures} />;
}
