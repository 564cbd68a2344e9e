// A number made of a few others by a formula: what each is, and what comes out.
import type { ShownStep } from '../../src/protocol/calculation.ts';
import { QuantityLink } from './quantityLink.tsx';

export function FormulaStep({ step }: { step: Extract<ShownStep, { kind: 'formula' }> }) {
  const { formula, parts, result } = step;
  return (
    <>
      <p class="equation">
        {formula} = <QuantityLink of={result} />
      </p>
      {parts.length > 0 ? (
        <p class="parts">
          {parts.map((part) => (
            <span key={part.symbol}>
              <span class="dim">{part.symbol} = </span>
              <QuantityLink of={part} />
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}
