// Schedulers against torch.optim.lr_scheduler (makeSchedulers.py): the learning rate and the momentum of every step; what
// their options allow and how they are written in Python.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Figures } from '../../src/core/figures.ts';
import { Judgement, type SchedulerType } from '../../src/core/schedulers/scheduler.ts';
import { schedulers, schedulerType } from '../../src/core/schedulers/schedulers.ts';
import { formatText } from '../../src/core/text.ts';
import { readFixture } from '../parity/fixture.ts';

interface Case {
  readonly type: string;
  readonly options: object;
  readonly base: number;
  readonly lr: readonly number[];
  readonly momentum: readonly number[];
  /** What ReduceLROnPlateau reads after each step. */
  readonly losses: readonly number[] | null;
}

const table: Record<string, SchedulerType> = schedulers;
const fixture = readFixture<Case>('schedulers.json');
const parsed = (type: string, given: object) => z.parse(schedulerType(type)!.options, given);

describe(`lr_scheduler of PyTorch ${fixture.madeWith.torch}`, () => {
  it('has cases for every scheduler', () => {
    expect(new Set(fixture.cases.map(({ type }) => type))).toEqual(new Set(Object.keys(schedulers)));
  });

  it.each(fixture.cases)('$type $options', ({ type: name, options: given, base, lr, momentum, losses }) => {
    const type = schedulerType(name)!;
    const completed = type.complete?.(parsed(name, given), { iterations: lr.length, batches: 1 });
    const options = completed ?? parsed(name, given);
    const judgement = new Judgement();
    lr.forEach((wanted, step) => {
      const figures = new Figures(base);
      type.move(options, losses ? judgement.reductions : step, figures);
      const found = figures.lr;
      expect(Math.abs(found - wanted), `step ${step}: ${found}, not ${wanted}`).toBeLessThanOrEqual(
        1e-7 * wanted + 1e-17,
      );
      const cycled = figures.momentum;
      if (!Number.isNaN(cycled)) expect(Math.abs(cycled - momentum[step])).toBeLessThanOrEqual(1e-7);
      if (!losses) return;
      judgement.loss = losses[step];
      type.judge!(options, judgement);
    });
  });
});

describe('every scheduler', () => {
  const required: Readonly<Record<string, object>> = {
    StepLR: { step_size: 3 },
    MultiStepLR: { milestones: [3, 5] },
    ExponentialLR: { gamma: 0.9 },
    CosineAnnealingLR: { T_max: 10 },
    OneCycleLR: { max_lr: 0.1, total_steps: 10 },
  };

  it.each(Object.entries(table))('%s stands under its type and describes its options', (name, type) => {
    expect(type.type).toBe(name);
    const options = parsed(name, required[name] ?? {});
    expect(type.formula(options)).not.toMatch(/undefined|NaN/);
    expect(type.pytorch(options)).toContain(`torch.optim.lr_scheduler.${name}(optimizer`);
    const { properties = {} } = z.toJSONSchema(type.options, { io: 'input' });
    for (const property of Object.values(properties)) expect(property).toHaveProperty('description');
  });

  it('is written as in PyTorch', () => {
    const python = (name: string, given: object) => schedulerType(name)!.pytorch(parsed(name, given));
    expect(python('StepLR', { step_size: 3 })).toBe('torch.optim.lr_scheduler.StepLR(optimizer, step_size=3)');
    expect(python('MultiStepLR', { milestones: [3, 5], gamma: 0.5 })).toBe(
      'torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones=[3, 5], gamma=0.5)',
    );
    expect(python('ReduceLROnPlateau', { patience: 2 })).toBe(
      'torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=2)',
    );
  });
});

describe('OneCycleLR', () => {
  const type = schedulerType('OneCycleLR')!;

  it('takes its length from the run, from epochs, or asks for it', () => {
    const complete = (given: object, iterations: number | null) => {
      const result = type.complete!(parsed('OneCycleLR', { max_lr: 1, ...given }), { iterations, batches: 7 });
      return 'problem' in result ? formatText(result.problem) : (result as { total_steps: number }).total_steps;
    };
    expect(complete({}, 70)).toBe(70);
    expect(complete({ epochs: 3 }, null)).toBe(21);
    expect(complete({ epochs: 3, steps_per_epoch: 5 }, 70)).toBe(15);
    expect(complete({ total_steps: 9 }, 70)).toBe(9);
    expect(complete({}, null)).toContain('where the run ends');
  });

  it('refuses to cycle a momentum that is not there', () => {
    const check = (given: object, options: object) =>
      type.check!(parsed('OneCycleLR', { max_lr: 1, ...given }), { type: 'Adagrad', options });
    expect(formatText(check({}, { lr: 1 })!)).toContain('Adagrad has no momentum');
    expect(check({ cycle_momentum: false }, { lr: 1 })).toBeNull();
    expect(check({}, { lr: 1, momentum: 0 })).toBeNull();
    expect(check({}, { lr: 1, betas: [0.9, 0.99] })).toBeNull();
  });
});
