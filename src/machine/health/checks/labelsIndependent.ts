// Targets that have nothing to do with the inputs: nothing can be learned but by heart.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { percent, short } from '../figures.ts';

export const labelsIndependent = check({
  code: 'labels-independent',
  severity: 'warning',
  title: text('Targets don’t depend on inputs'),
  when: 'running',
  thresholds: {
    deviations: {
      default: 3,
      description: 'Standard errors by which neighbours’ targets must agree more than chance.',
      source: 'Schilling (1986): nearest-neighbour test',
    },
    updates: {
      default: 1000,
      description: 'Updates after which it is said, when nothing was learned.',
      source: 'measured',
    },
    within: {
      default: 0.05,
      description: 'Nothing learned: score on unseen rows, or loss, this near a constant answer’s.',
      source: 'measured',
    },
  },
  find({ network, iteration, surveys, stuckFor, dependence, baseline, blocks }, { deviations, updates, within }) {
    if (iteration < updates) return [];
    const survey = surveys.at(-1);
    const seen = survey?.test ?? null;
    const most = seen ? mostFrequent(seen.classes, seen.rows) : 0;
    // By heart: train falls and unseen rows are guessed.
    const guessed = seen !== null && seen.rows >= 20 && seen.score <= most + within + 2 * seen.error;
    const learnsLittle = blocks.length > 0 && blocks[blocks.length - 1].mean > 0.5 * baseline;
    if (!guessed && !(stuckFor(updates, within) || (seen === null && learnsLittle))) return [];
    const found = dependence();
    if (!found || found.deviation >= deviations) return [];
    const classes = network.dataset.targetType === 'int32' || network.dataset.classNames.length > 0;
    const message = classes
      ? text(
          'Rows that are near each other have the same target in {0} of cases, any two rows in {1}: the targets don’t depend on the inputs. Check that columns and rows belong together.',
          ...[percent(found.agreement), percent(found.chance)],
        )
      : text(
          'Rows that are near each other have targets no closer than any two rows (by {0} standard errors, over {1} rows): the targets don’t depend on the inputs. Check that columns and rows belong together.',
          ...[short(found.deviation), found.rows],
        );
    const severity = network.model.data.source === 'randn' ? ('hint' as const) : undefined;
    return [
      {
        layer: null,
        measured: found.deviation,
        threshold: deviations,
        message,
        remedies: [],
        place: 'data' as const,
        ...(severity && { severity }),
      },
    ];
  },
});

/** Share of the largest class: what always answering it gives. 0 for values. */
function mostFrequent(classes: readonly { readonly rows: number }[], rows: number): number {
  return classes.reduce((most, one) => Math.max(most, one.rows / rows), 0);
}
