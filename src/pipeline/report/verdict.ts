import type { HistoryRow, ValidationRow } from '../train/training-history.ts';
import { smoothed, stepsOf, validationsOf } from './curves.ts';

/** Losses in nats per token that differ by less are about the same: validations are on a sample of the text. */
const ABOUT_THE_SAME = 0.01;

/** How a training went. Step 0, the model before any update, is what it is compared with. */
export interface Verdict {
  /** The validation after an update that has the lowest loss, the first if several do; null without one. */
  readonly best: ValidationRow | null;
  readonly kind: 'no-steps' | 'unknown' | 'worse' | 'still-falling' | 'level' | 'past-best';
  /** The same in plain words, with the numbers. */
  readonly sentence: string;
}

/** Judges by the validations whether a training is past its best. */
export function verdictOf(rows: readonly HistoryRow[]): Verdict {
  const validations = validationsOf(rows);
  const after = validations.filter(({ step }) => step > 0);
  const start = validations.find(({ step }) => step === 0) ?? null;
  const best = after.reduce<ValidationRow | null>((a, b) => (a === null || b.loss < a.loss ? b : a), null);
  const last = after.at(-1);
  if (best === null || last === undefined) return withoutValidations(rows, start);
  const risen = last.loss - best.loss;
  if (start !== null && best.loss > start.loss) {
    return {
      best,
      kind: 'worse',
      sentence: `The training did not help: on held-out posts the loss was ${loss(start)} before the first step and ${loss(best)} at best. A lower learning rate may.`,
    };
  }
  if (after.length === 1 && start === null) {
    return {
      best,
      kind: 'unknown',
      sentence: `The loss on held-out posts was measured only once, ${at(best)}, so this page cannot tell whether it is past its best.`,
    };
  }
  if (best === last) {
    const before = after.at(-2) ?? start;
    const isFalling = before !== null && before.loss - best.loss >= ABOUT_THE_SAME;
    return isFalling
      ? {
          best,
          kind: 'still-falling',
          sentence: `It is not past its best: the loss on held-out posts was still falling at the last measurement, ${at(best)}. More steps may help.`,
        }
      : { best, kind: 'level', sentence: levelled(best) };
  }
  if (risen < ABOUT_THE_SAME) return { best, kind: 'level', sentence: levelled(best) };
  return {
    best,
    kind: 'past-best',
    sentence: `It is past its best: the loss on held-out posts was lowest ${at(best)} and has risen to ${loss(last)} by step ${count(last.step)}. Later steps only fit the training posts more closely.`,
  };
}

function levelled(best: ValidationRow): string {
  return `It is at its best: the loss on held-out posts has levelled off and was lowest ${at(best)}. More steps will hardly help.`;
}

function withoutValidations(rows: readonly HistoryRow[], start: ValidationRow | null): Verdict {
  const losses = stepsOf(rows).map((row) => row.loss);
  if (losses.length === 0) return { best: null, kind: 'no-steps', sentence: 'No step of the training was recorded.' };
  const [from, to] = [losses[0], smoothed(losses).at(-1)!].map((value) => value.toFixed(2));
  const because =
    start === null
      ? 'No posts were held out'
      : `The loss on held-out posts was measured only before the first step (${loss(start)})`;
  return {
    best: null,
    kind: 'unknown',
    sentence: `${because}, so this page cannot tell whether the training is past its best; its loss went from ${from} to ${to}.`,
  };
}

function at(row: ValidationRow): string {
  return `after ${count(row.step)} ${row.step === 1 ? 'step' : 'steps'} (${loss(row)})`;
}

function loss(row: ValidationRow): string {
  return row.loss.toFixed(2);
}

function count(value: number): string {
  return value.toLocaleString('en');
}
