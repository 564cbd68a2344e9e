// What breakpoints are asked by: their conditions, hit counts and log texts, compiled, and what is wrong with them.
import { text } from '../../core/text.ts';
import { compileExpression } from '../expression/compile.ts';
import type { ExpressionContext } from '../expression/context.ts';
import type { ExpressionMistake } from '../expression/syntax.ts';
import { compileTemplate, type Template } from '../expression/template.ts';
import type { Machine } from '../machine.ts';
import { createHitCount, type HitCount, readHitCondition } from './hits.ts';
import type { StopMistake } from './request.ts';

export type Condition = (context: ExpressionContext) => boolean;

export interface Counted {
  readonly id: number;
  readonly hits: HitCount;
  readonly counts: ((count: number) => boolean) | null;
}

export class Asked {
  readonly mistakes: StopMistake[] = [];
  private readonly machine: Machine;
  private readonly hits: Map<string, HitCount>;

  /** @param hits counts that outlive a change of the requests */
  constructor(machine: Machine, hits: Map<string, HitCount>) {
    this.machine = machine;
    this.hits = hits;
  }

  isSound(id: StopMistake['id']): boolean {
    return !this.mistakes.some((mistake) => mistake.id === id);
  }

  /** null where nothing is asked. */
  condition(id: StopMistake['id'], source: string | undefined): Condition | null {
    if (source === undefined || source.trim() === '') return null;
    const compiled = compileExpression(source, this.machine);
    if ('holds' in compiled) return compiled.holds;
    this.mistakes.push({ id, mistake: compiled.mistake });
    return null;
  }

  template(id: number, source: string): Template | null {
    const compiled = compileTemplate(source, this.machine);
    if ('template' in compiled) return compiled.template;
    this.mistakes.push({ id, mistake: compiled.mistake });
    return null;
  }

  counted(id: number, source: string | undefined, of: string | undefined): Counted {
    const counts = source === undefined || source.trim() === '' ? null : readHitCondition(source);
    if (source?.trim() && !counts) this.mistakes.push({ id, mistake: hitMistake(source) });
    const key = `${id} ${source ?? ''} ${of ?? ''}`;
    const hits = this.hits.get(key) ?? createHitCount();
    if (counts) this.hits.set(key, hits);
    return { id, hits, counts };
  }
}

const hitMistake = (source: string): ExpressionMistake => ({
  message: text('A hit count is 5, == 5, >= 5 or % 10, not {0}.', source),
  start: 0,
  end: source.length,
  notYet: false,
});
