// Where a layer's parameters came from: the init's formula with its numbers, what it drew over the density it drew from.
import type { ParameterDescription } from '../../src/protocol/description.ts';
import { useStore, useStrings } from '../context.ts';
import { exact, format, shapeText, short, whole } from '../format.ts';
import { ComparisonView } from './comparisonView.tsx';
import { Figures } from './figures.tsx';
import type { TabProps } from './tabProps.ts';

export function InitTab({ network, index, width }: TabProps) {
  const store = useStore();
  const strings = useStrings();
  const compare = (): void => {
    const { panels } = store.preferences.signals;
    store.preferences.set('panels', [...panels.peek().filter((id) => id !== 'compare'), 'compare']);
    store.preferences.set('bottomOpen', true);
    store.experiments.start({ kind: 'comparison', compared: 'init', layer: null });
  };
  return (
    <>
      <button type="button" class="button small compares" onClick={compare}>
        {strings.compareInits}
      </button>
      {network.layers[index].parameters.map((parameter) => (
        <InitOf key={parameter.fullName} parameter={parameter} width={width} />
      ))}
    </>
  );
}

function InitOf({ parameter, width }: { parameter: ParameterDescription; width: number }) {
  const strings = useStrings();
  const { name, fullName, shape, init } = parameter;
  const { formula, figures, theory } = init.explanation;
  return (
    <section>
      <h4>
        {name} · {shapeText(shape)}
      </h4>
      <p>
        <b>{init.type}</b>{' '}
        <span class="dim">{init.explicit ? strings.initExplicit : format(strings.initDefault, name)}</span>
      </p>
      <p class="theory">{formula}</p>
      <ComparisonView tensor={fullName} width={width} height={104} colour="forward" theory={theory} shows="init" />
      <Figures
        figures={figures.map(([figure, value]) => ({
          name: figure,
          value: Number.isInteger(value) ? whole(value) : short(value),
          whole: exact(value),
        }))}
      />
    </section>
  );
}
