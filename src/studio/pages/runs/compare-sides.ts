import type { BaseOption } from '../../../pipeline/models/base-options.ts';
import type { RunHistory, RunSummary } from '../../protocol.ts';
import { bitsPerByte, lossAfter } from './bits-per-byte.ts';

/** One of the two that are compared: a checkpoint of a run, or a model as it was before. */
export interface Side {
  /** 'run/run1/100', 'model/smollm2-135m'. */
  readonly key: string;
  readonly label: string;
  /** The settings of `generate` that choose it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The run whose history has its loss; of a model, one that started from it. Null if there is none. */
  readonly run: string | null;
  /** The step of that run: 0 is the model before it learned. */
  readonly step: number;
}

/** Everything that can be compared: checkpoints, the newest first, and the models that they started from. */
export function sidesOf(runs: readonly RunSummary[], models: readonly BaseOption[]): Side[] {
  const checkpoints = runs.flatMap(({ name, checkpoints: steps, best }) =>
    steps.toReversed().map((step) => ({
      key: `run/${name}/${step}`,
      label: `${name}, step ${step.toLocaleString('en')}${step === best ? ' (best)' : ''}`,
      settings: { run: name, checkpoint: step },
      run: name,
      step,
    })),
  );
  const usable = models.filter(({ isHere, problem }) => isHere && problem === null);
  const before = usable.map(({ name }) => ({
    key: `model/${name}`,
    label: `${name}, before it learned`,
    settings: { model_name: name },
    run: runs.find(({ startedFrom }) => startedFrom === name)?.name ?? null,
    step: 0,
  }));
  return [...checkpoints, ...before];
}

/** The two that are compared at first: what learned last, and the model that it started from, or the next best pair. */
export function firstPair(
  sides: readonly Side[],
  wanted: readonly [left: string | null, right: string | null],
): readonly [Side | null, Side | null] {
  const named = wanted.map((key) => sides.find((side) => side.key === key) ?? null);
  const right = named[1] ?? sides.find(({ step }) => step > 0) ?? sides[0] ?? null;
  const other = (side: Side) => side.key !== right?.key;
  const base = sides.find((side) => side.step === 0 && side.run !== null && side.run === right?.run);
  return [named[0] ?? base ?? sides.find(other) ?? null, right];
}

/** What is recorded about how well a side knows held-out posts, in words; null if nothing is. */
export function measured({ step }: Side, history: RunHistory | null): string | null {
  if (history === null) return null;
  const [loss, bits] = [lossAfter(history, step), bitsPerByte(history, step)];
  if (loss === null) return null;
  return bits === null
    ? `${loss.toFixed(3)} loss on held-out posts`
    : `${bits.toFixed(3)} bits per byte on held-out posts (loss ${loss.toFixed(3)})`;
}
