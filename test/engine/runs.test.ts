// The runs of a session: what an edit leaves is kept with its curves, and given back when the edit is taken back.
import { expect, it } from 'vitest';
import { Runs } from '../../src/engine/runs.ts';
import { Answers } from '../../src/machine/answers.ts';
import type { KeptRuns } from '../../src/protocol/timeline.ts';
import { openMachine } from '../support/openMachine.ts';

const text = JSON.stringify({
  seed: 3,
  data: { source: 'moons', samples: 64, test: 0.25 },
  layers: [{ type: 'Linear', out_features: 4 }, { type: 'ReLU' }, { type: 'Linear', out_features: 1 }],
  loss: 'BCEWithLogitsLoss',
  optimizer: { type: 'SGD', lr: 0.1 },
  training: { batch_size: 16 },
});

it('keeps what a branch left beside it, and gives it back', async () => {
  const runs = new Runs();
  const machine = await openMachine(text);
  const answers = new Answers(machine, (run) => runs.record(run));
  const { length } = machine.program.instructions;
  const measure = (iteration: number) => {
    machine.seek(iteration * length);
    return answers.metrics();
  };
  for (const iteration of [0, 5, 10, 20]) measure(iteration);
  const before = answers.metricsHistory.points(10);
  const losses = machine.losses.upTo(20);
  machine.seek(10 * length);
  machine.edit({ kind: 'lr', value: 1 });
  answers.forget();
  runs.follow(machine, answers.metricsHistory);
  const [file, branch] = runs.describe(machine).runs;
  expect(file).toMatchObject({ kind: 'file', current: false, began: 0 });
  expect(branch).toMatchObject({ kind: 'edit', current: true, began: 10, edit: { kind: 'lr', value: 1 } });
  expect([...answers.metricsHistory.rows.keys()]).toEqual([0, 5, 10]);
  measure(20);
  expect(machine.losses.at(15)).not.toBe(losses[15]);
  const left = answers.answer({ kind: 'losses', from: 0, to: 20, points: 20, run: file.id })!;
  // (min, max) a bucket after the two of its head: nothing before the branch, the former future after.
  expect(left[2 + 2 * 9]).toBeNaN();
  for (let i = 10; i < 20; i++) expect(left[2 + 2 * i]).toBe(losses[i]);
  expect(answers.answer({ kind: 'metricsHistory', points: 5, run: file.id })![0]).toBe(20);
  expect(answers.answer({ kind: 'losses', from: 0, to: 20, points: 20, run: branch.id })).toBeNull();

  runs.rename(file.id, 'slow');
  expect(runs.describe(machine).runs[0].name).toBe('slow');
  expect(runs.remove(branch.id)).toBe(1);
  machine.undoEdit();
  runs.follow(machine, answers.metricsHistory);
  expect(runs.describe(machine).runs).toEqual([expect.objectContaining({ id: file.id, current: true })]);
  expect(answers.metricsHistory.points(10)).toEqual(before);
});

it('removing an older branch takes the newer ones back too; stops of a left future go with it', async () => {
  const runs = new Runs();
  const machine = await openMachine(text);
  const answers = new Answers(machine);
  const { length } = machine.program.instructions;
  machine.seek(20 * length);
  const stop = { reason: 'breakpoint', ids: [1], message: { template: 'loss < 1', args: [] }, kind: null } as const;
  runs.stopped({ ...stop, tick: 3 });
  runs.stopped({ ...stop, tick: 3 });
  runs.stopped({ ...stop, tick: 18 * length });
  expect(runs.describe(machine).marks).toHaveLength(2);
  for (const iteration of [10, 5]) {
    machine.seek(iteration * length);
    machine.edit({ kind: 'value', tensor: 'linear1.weight', index: 0, value: iteration });
    runs.follow(machine, answers.metricsHistory);
  }
  const timeline = runs.describe(machine);
  expect(timeline.marks.map(({ tick }) => tick)).toEqual([3]);
  expect(timeline.runs.map(({ began }) => began)).toEqual([0, 10, 5]);
  expect(runs.remove(timeline.runs[1].id)).toBe(2);
});

it('keeps a run of the file before it was edited, and forgets it when asked', async () => {
  const runs = new Runs();
  const machine = await openMachine(text);
  const answers = new Answers(machine);
  machine.seek(12 * machine.program.instructions.length);
  const losses = machine.losses.upTo(12);
  runs.leave(machine, answers.metricsHistory, 4);
  const other = await openMachine(text);
  runs.follow(other, new Answers(other).metricsHistory);
  const [former, file] = runs.describe(other).runs;
  expect(former).toMatchObject({ kind: 'former', began: 4, current: false });
  expect(file).toMatchObject({ kind: 'file', current: true });
  const curve = runs.record(former.id)!.losses;
  expect(Array.from({ length: 13 }, (_, i) => curve.at(i))).toEqual([NaN, NaN, NaN, NaN, ...losses.subarray(4), NaN]);
  expect(runs.remove(former.id)).toBe(0);
  expect(runs.describe(other).runs).toHaveLength(1);
});

it('takes up names and curves that a session before kept, as plain JSON of bounded length', async () => {
  const runs = new Runs();
  const machine = await openMachine(text);
  const { length } = machine.program.instructions;
  const answers = new Answers(machine);
  const gone = await openMachine(text);
  gone.seek(1500 * length);
  runs.leave(gone, new Answers(gone).metricsHistory, 0);
  const former = runs.record(runs.describe(machine).runs[0].id)!;
  machine.seek(20 * length);
  answers.metrics();
  machine.seek(10 * length);
  machine.edit({ kind: 'lr', value: 1 });
  runs.follow(machine, answers.metricsHistory);
  const [, file, branch] = runs.describe(machine).runs;
  runs.rename(file.id, 'slow');
  runs.rename(branch.id, 'fast');
  const kept = JSON.stringify(runs.keep());
  expect(kept.length).toBeLessThan(30_000);

  const next = new Runs();
  const again = await openMachine(text, { edits: machine.hand.all });
  const measured = new Answers(again).metricsHistory;
  next.follow(again, measured);
  next.restore(JSON.parse(kept) as KeptRuns);
  expect(next.describe(again).runs.map(({ name, kind }) => [name, kind])).toEqual([
    ['', 'former'],
    ['slow', 'file'],
    ['fast', 'edit'],
  ]);
  const [oldest, left] = next.describe(again).runs;
  const curve = next.record(oldest.id)!.losses;
  expect(curve.length).toBe(former.losses.length);
  // Extents of a few at a time: a picture of the same.
  for (const [from, to] of [
    [0, 1500],
    [999, 1002],
  ]) {
    const [shown, real] = [curve, former.losses].map((one) => one.extent(from, to));
    shown.forEach((limit, i) => expect(limit).toBeCloseTo(real[i], 4));
  }
  const [shown, real] = [next.record(left.id)!, runs.record(file.id)!].map(({ losses }) => losses.at(13));
  expect(shown).toBeCloseTo(real, 4);
  // Before it was left there is nothing of its own.
  for (const at of [3, 9]) expect(next.record(left.id)!.losses.at(at)).toBeNaN();
  expect([...next.record(left.id)!.metrics.rows.keys()]).toEqual([20]);
  // Without the same edits what they left is nobody's; and a session in use isn't overwritten.
  const other = new Runs();
  const plain = await openMachine(text);
  other.follow(plain, new Answers(plain).metricsHistory);
  other.restore(JSON.parse(kept) as KeptRuns);
  other.restore(JSON.parse(kept) as KeptRuns);
  expect(other.describe(plain).runs.map(({ name, kind }) => [name, kind])).toEqual([
    ['', 'former'],
    ['', 'file'],
  ]);
});
