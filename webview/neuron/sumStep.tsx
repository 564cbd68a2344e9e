// A sum, its terms by size: each factor leads to its cell, each part is a bar, the smaller ones stand together.
import type { ShownSum } from '../../src/protocol/calculation.ts';
import { batchName } from '../chosenSample.ts';
import { useStore, useStrings } from '../context.ts';
import { exact, format, short } from '../format.ts';
import { QuantityLink } from './quantityLink.tsx';

interface SumTableProps {
  readonly step: ShownSum;
  /** Heading of the terms. */
  readonly of: string;
  readonly all: boolean;
  readonly onAll: () => void;
}

export function SumTable({ step, of, all, onAll }: SumTableProps) {
  const strings = useStrings();
  const { terms, rest, constant, divisor, columns, total } = step;
  const parts = [...terms.map(({ value }) => value), rest?.value ?? 0, constant?.value ?? 0];
  const largest = Math.max(1e-30, ...parts.map(Math.abs).filter(Number.isFinite));
  const factors = columns.slice(0, -1);
  const last = columns[columns.length - 1];
  const span = factors.length + (last === '' ? 0 : 1);
  const label = useInputNames();
  return (
    <table class="terms">
      <thead>
        <tr>
          <th scope="col">{of}</th>
          {factors.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          {last === '' ? null : <th scope="col">{last}</th>}
          <th />
        </tr>
      </thead>
      <tbody>
        {terms.map((term) => (
          <tr key={term.label}>
            <th scope="row" title={label(term.label, term.factors[0])}>
              {label(term.label, term.factors[0])}
            </th>
            {term.factors.map((factor, i) => (
              <td key={i}>
                <QuantityLink of={factor} />
              </td>
            ))}
            {last === '' ? null : <td title={exact(term.value)}>{short(term.value)}</td>}
            <Part value={term.value} largest={largest} />
          </tr>
        ))}
        {rest ? (
          <tr>
            <th scope="row" colSpan={span}>
              <button type="button" class="link" onClick={onAll}>
                {format(strings.otherTerms, rest.count)}
              </button>
            </th>
            <td title={exact(rest.value)}>{short(rest.value)}</td>
            <Part value={rest.value} largest={largest} />
          </tr>
        ) : null}
        {constant ? (
          <tr>
            <th scope="row" colSpan={span}>
              {constant.symbol}
            </th>
            <td>
              <QuantityLink of={constant} />
            </td>
            <Part value={constant.value} largest={largest} />
          </tr>
        ) : null}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={span}>
            {divisor === 1 ? 'Σ' : `Σ / ${divisor}`}
            {all && !rest ? (
              <button type="button" class="link fewer" onClick={onAll}>
                {strings.showFewTerms}
              </button>
            ) : null}
          </th>
          <td title={exact(total)}>{short(total)}</td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}

/** Inputs that have names bear them. */
function useInputNames(): (label: string, factor?: { tensor?: string; index?: number }) => string {
  const names = useStore().network.value?.data.featureNames ?? [];
  return (label, factor) =>
    (factor?.tensor !== undefined &&
    batchName(factor.tensor) === 'input' &&
    factor.index !== undefined &&
    names.length > 0 &&
    label.startsWith('x')
      ? names[factor.index % names.length]
      : undefined) ?? label;
}

/** A part as a bar from the middle: negative to the left, positive to the right. */
function Part({ value, largest }: { value: number; largest: number }) {
  const share = Number.isFinite(value) ? Math.min(1, Math.abs(value) / largest) * 50 : 0;
  return (
    <td class="part" aria-hidden="true">
      <span>
        <span
          class={value < 0 ? 'negative' : 'positive'}
          style={{ width: `${share}%`, left: `${value < 0 ? 50 - share : 50}%` }}
        />
      </span>
    </td>
  );
}
