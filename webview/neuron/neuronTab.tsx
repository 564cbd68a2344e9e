// ƒ: one neuron in numbers, for one sample of the batch: the weighted sum, the activation, and the chain rule back.
// Every number leads to its cell.
import { useState } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';
import { NumberField } from '../numberField.tsx';
import type { TabProps } from '../inspector/tabProps.ts';
import { ActivationStep } from './activationStep.tsx';
import { BackwardStep } from './backwardStep.tsx';
import { SumStep } from './sumStep.tsx';
import { weighedLayer, type WeighedLayer } from './neuron.ts';
import { useNeuron } from './useNeuron.ts';

export function NeuronTab({ network, index, width }: TabProps) {
  const weighed = weighedLayer(network, index);
  return weighed ? <NeuronOf network={network} index={index} width={width} weighed={weighed} /> : null;
}

function NeuronOf({ network, width, weighed }: TabProps & { weighed: WeighedLayer }) {
  const store = useStore();
  const strings = useStrings();
  const [chosen, setChosen] = useState(0);
  const [all, setAll] = useState(false);
  const rows = store.header.value.rows || network.batchSize;
  const sample = Math.min(store.sample.value, rows - 1);
  const unit = Math.min(chosen, weighed.units - 1);
  const neuron = useNeuron(network, weighed, unit, sample);
  const step = { network, weighed, unit, sample, neuron, all, width };
  return (
    <>
      <section class="neuron-choice">
        <h4>{strings.neuron}</h4>
        <NumberField label={strings.unit} value={unit} count={weighed.units} onChange={setChosen} />
        <NumberField label={strings.sample} value={sample} count={rows} onChange={(to) => (store.sample.value = to)} />
      </section>
      {neuron.terms === null || neuron.z === null || store.tick.value === 0 ? (
        <p class="dim">{strings.notComputed}</p>
      ) : (
        <>
          <SumStep {...step} onAll={() => setAll(!all)} />
          <ActivationStep {...step} />
          <BackwardStep {...step} />
        </>
      )}
    </>
  );
}
