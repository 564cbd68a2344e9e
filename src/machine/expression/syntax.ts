// An expression as a tree with places, and what can be wrong with one. The language is described in `language.md`.
import { formatText, type Text } from '../../core/text.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** One axis of `x[…]`: an index, or a slice whose ends may be missing. */
export type Subscript =
  | { readonly kind: 'index'; readonly at: Expression }
  | {
      readonly kind: 'slice';
      readonly from: Expression | null;
      readonly to: Expression | null;
      readonly step: Expression | null;
    };

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '<' | '<=' | '>' | '>=' | '==' | '!=';

export type Expression = Place &
  (
    | { readonly kind: 'literal'; readonly value: number | boolean | string }
    /** Names joined by dots: `linear1.weight.grad`. */
    | { readonly kind: 'name'; readonly parts: readonly string[]; readonly places: readonly Place[] }
    /** `x.mean(…)` and `mean(x, …)` alike: the operand is the first argument. */
    | { readonly kind: 'call'; readonly name: string; readonly namePlace: Place; readonly args: readonly Expression[] }
    | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string; readonly namePlace: Place }
    | { readonly kind: 'subscript'; readonly of: Expression; readonly axes: readonly Subscript[] }
    | { readonly kind: 'unary'; readonly operator: '-' | '+' | 'not'; readonly of: Expression }
    | { readonly kind: 'logical'; readonly operator: 'and' | 'or'; readonly a: Expression; readonly b: Expression }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly a: Expression; readonly b: Expression }
  );

/** A mistake in an expression, or what keeps it from having a value now: plain data, as it crosses a wire. */
export interface ExpressionMistake extends Place {
  readonly message: Text;
  /** It is right, but there is no value at this moment: a tensor that isn't computed yet. */
  readonly notYet: boolean;
}

/** How a mistake leaves the depth of a parser or an evaluation; caught where the expression was begun, never beyond. */
export class ExpressionProblem extends Error {
  readonly mistake: ExpressionMistake;

  constructor(message: Text, { start, end }: Place, notYet = false) {
    super(formatText(message));
    this.mistake = { message, start, end, notYet };
  }
}
