// ƒ: one number of a node, in numbers, for one sample of the batch: what it is made of, step by step, then the chain rule
// back to a weight and what the optimizer made of it. What the steps are is told by the engine.
import { useState } from 'preact/hooks';
import { readCalculation } from '../../src/protocol/frame.ts';
import type { Calculation, ShownStep } from '../../src/protocol/calculation.ts';
import { ChosenSampleNote } from '../chosenSampleNote.tsx';
import { useStore, useStrings } from '../context.ts';
import { format, short } from '../format.ts';
import { outputOf } from '../graph/tensors.ts';
import { axisName } from '../inspector/slices.ts';
import type { TabProps } from '../inspector/tabProps.ts';
import { NumberField } from '../numberField.tsx';
import { nodeName } from '../store.ts';
import { useWatch } from '../watches.ts';
import { BackTable } from './backTable.tsx';
import { CurveStep } from './curveStep.tsx';
import { FormulaStep } from './formulaStep.tsx';
import { QuantityLink } from './quantityLink.tsx';
import { SumTable } from './sumStep.tsx';

/** Terms of a sum that are told until all are asked for, and most of all. */
const [few, most] = [6, 200];

export function CalculationTab({ network, index, width }: TabProps) {
  const store = useStore();
  const strings = useStrings();
  const [all, setAll] = useState(false);
  const [weight, setWeight] = useState<{ tensor: string; index: number } | undefined>(undefined);
  const { shape, axes } = outputOf(network, Math.min(index, network.layers.length - 1));
  const [chosen, setPlace] = useState<readonly number[]>([]);
  const place = shape.slice(1).map((length, axis) => Math.min(chosen[axis] ?? 0, length - 1));
  const alone = store.sample.alone.value;
  const rows = store.header.value.rows || network.batchSize;
  const row = Math.min(store.sample.place, rows - 1);
  const at = [row, ...place];
  const answer = useWatch({
    kind: 'calculation',
    node: index,
    at,
    terms: all ? most : few,
    ...(weight ? { weight } : {}),
    ...(alone ? { sample: alone } : {}),
  });
  const found = answer && readCalculation(answer);
  const choose = (axis: number, to: number): void => {
    setPlace(place.map((old, i) => (i === axis ? to : old)));
    setWeight(undefined);
  };
  return (
    <>
      <section class="neuron-choice">
        <h4>{strings.neuron}</h4>
        {place.map((value, axis) => (
          <NumberField
            key={axis}
            label={
              place.length === 1 ? strings.unit : axisName(axes, axis + 1, (number) => format(strings.axis, number))
            }
            value={value}
            count={shape[axis + 1]}
            onChange={(to) => choose(axis, to)}
          />
        ))}
        {alone?.part === 'own' ? null : alone ? (
          <NumberField
            label={strings.sample}
            value={alone.row}
            count={network.data[`${alone.part}Rows`]}
            onChange={(to) => store.sample.chooseAlone({ ...alone, row: to })}
          />
        ) : (
          <NumberField label={strings.sample} value={row} count={rows} onChange={(to) => store.sample.chooseRow(to)} />
        )}
        <ChosenSampleNote />
      </section>
      {!found || found.state === 'missing' ? (
        <p class="dim">{store.tick.value === 0 ? strings.notComputed : strings.notThisIteration}</p>
      ) : (
        <Steps {...{ network, index, width, found, all }} onAll={() => setAll(!all)} onWeight={setWeight} />
      )}
    </>
  );
}

interface StepsProps extends TabProps {
  readonly found: Calculation;
  readonly all: boolean;
  readonly onAll: () => void;
  readonly onWeight: (weight: { tensor: string; index: number }) => void;
}

function Steps({ network, index, width, found, all, onAll, onWeight }: StepsProps) {
  const strings = useStrings();
  const { lr } = useStore().header.value;
  const { forward, backward, isBack, weight, state } = found;
  const [first] = forward;
  const terms = first?.kind === 'sum' ? first.terms : [];
  const layer = network.layers[index];
  const from = layer ? nodeName(network, layer.inputs[0]) : '';
  return (
    <>
      {state === 'ahead' ? <p class="aside">{strings.aheadHint}</p> : null}
      {forward.map((step, i) => (
        <section key={i}>
          <h4>
            <span>
              {step.node === index ? (i === 0 ? strings.forwardPass : '') : nodeName(network, step.node)}{' '}
              <span class="as-is light">
                {step.kind === 'curve' ? step.formula : step.name}
                {step.kind === 'sum' ? `, ${strings.termsBySize}` : ''}
              </span>
            </span>
          </h4>
          {step.kind === 'sum' ? (
            <>
              <p class="equation">
                {step.formula} = <QuantityLink of={step.result} />
              </p>
              <SumTable step={step} of={i === 0 ? from : ''} all={all} onAll={onAll} />
            </>
          ) : step.kind === 'curve' ? (
            <CurveStep step={step} view={network.layers[step.node]?.view} width={width} />
          ) : (
            <FormulaStep step={step} />
          )}
          {addsUp(step) ? null : <p class="aside">{strings.changedSince}</p>}
        </section>
      ))}
      {backward.length > 0 ? (
        <section>
          <h4>{strings.backwardPass}</h4>
          {isBack ? (
            <>
              {backward.map((step, i) => (step.kind === 'formula' ? <FormulaStep key={i} step={step} /> : null))}
              {terms.some(({ back }) => back) ? (
                <BackTable terms={terms} chosen={weight?.index} onChoose={onWeight} />
              ) : null}
            </>
          ) : (
            <p class="aside">{strings.notBackYet}</p>
          )}
        </section>
      ) : useStore().sample.alone.value ? (
        <p class="aside">{strings.notLearnedFrom}</p>
      ) : null}
      {weight ? (
        <section>
          <h4>
            <span class="as-is">
              {weight.symbol} <span class="light">{strings.gradientAndStep}</span>
            </span>
          </h4>
          {weight.gradient ? (
            <>
              <p class="equation">
                {weight.gradient.formula} = <QuantityLink of={weight.gradient.result} />
              </p>
              <SumTable step={weight.gradient} of={strings.sample} all={all} onAll={onAll} />
              {addsUp(weight.gradient) ? null : <p class="aside">{strings.gradientChanged}</p>}
            </>
          ) : null}
          <p class="theory">{weight.formula}</p>
          <p class="parts">
            {weight.parts.map((part) => (
              <span key={part.symbol}>
                <span class="dim">{part.symbol} = </span>
                {part.symbol === 'lr' ? short(lr) : <QuantityLink of={part} />}
              </span>
            ))}
          </p>
          {weight.update ? (
            <p class="equation">
              {weight.update.symbol} = <QuantityLink of={weight.update} />
            </p>
          ) : null}
        </section>
      ) : null}
    </>
  );
}

/** Whether what is shown makes what stands in the cell, as far as float32 goes. */
function addsUp(step: ShownStep): boolean {
  const { total, result } = step;
  const parts = step.kind === 'sum' ? step.terms.map(({ value }) => Math.abs(value)) : [];
  const scale = Math.max(1e-6, Math.abs(total), Math.abs(result.value), ...parts);
  return !(Math.abs(total - result.value) > 1e-3 * scale);
}
