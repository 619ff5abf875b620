import { parameterCount } from '../../engine/models/parameters.ts';
import { NO_TARGET } from '../../engine/tokens/batch.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { learningRate } from '../../engine/training/schedule.ts';
import type { Trainer } from '../../engine/training/trainer.ts';
import { trainedTable } from '../../engine/training/trainer-settings.ts';
import type { Project } from '../../project/project.ts';
import type { DryRunEvent, TrainEvent } from '../events/training.ts';
import { networkForecast } from './network-forecast.ts';
import { openRehearsal } from './rehearsal.ts';
import type { TrainingJob } from './train-on.ts';
import { datasetEvent } from './training-data.ts';
import type { TrainingPlan } from './training-plan.ts';

/** Windows whose text is shown. */
const WINDOWS = 2;

/** A first step that is faster than this is measured again: it also warmed up caches and threads. */
const WARM_SECONDS = 5;

/** What a step takes on this machine, and its loss. */
export interface MeasuredStep {
  readonly seconds: number;
  /** In nats per token, before the update. */
  readonly loss: number;
}

/**
 * Reports what a training would do, what it needs and how long it would take, and writes nothing: the model is loaded, and
 * one or two steps are computed and timed, then everything is forgotten. Returns the steps made before. Throws MemoryFault,
 * after it has reported the plan, and the faults of `trainOn` up to its first step.
 */
export async function* dryRun(
  project: Project,
  job: Omit<TrainingJob, 'run'>,
): AsyncGenerator<TrainEvent, number, undefined> {
  const { start, text, device } = job;
  const { trainer, plan, machine, free } = yield* openRehearsal(project, job);
  try {
    const { step } = trainer;
    const windows = windowTexts(trainer, start.base.tokenizer);
    const isComplete = plan.trainer.steps !== null && step >= plan.trainer.steps;
    const measured = isComplete ? null : await measureStep(project, trainer);
    const trained = trainedTable(trainer.model.parameters.table, plan.trainer);
    yield {
      type: 'dry-run',
      model: start.base.name,
      step,
      device: device.event.description,
      precision: device.event.precision,
      dataset: datasetEvent(text),
      ...planned(plan, step),
      trainedParameters: parameterCount(trained),
      network: networkForecast(parameterCount(trained), project.ranks.size, plan.trainer),
      adapterRank: plan.adapter?.rank ?? null,
      availableBytes: machine.availableBytes,
      measured,
      minutes: minutesLeft(plan, step, measured),
      windows,
    };
    return step;
  } finally {
    free();
  }
}

type Planned = Pick<
  DryRunEvent,
  | 'parameters'
  | 'window'
  | 'batch_size'
  | 'accumulate_gradients'
  | 'tokensPerStep'
  | 'stepsPerEpoch'
  | 'steps'
  | 'passes'
  | 'rates'
  | 'memory'
>;

/** What the plan says of the steps after `step`. */
function planned({ trainer, parameters, tokensPerStep, stepsPerEpoch, memory }: TrainingPlan, step: number): Planned {
  const { window, batch_size, accumulate_gradients, steps, schedule, warmup_steps } = trainer;
  const at = (number: number) => ({ step: number, learning_rate: learningRate(trainer, number) });
  const first = Math.max(1, Math.min(step + 1, steps ?? Number.POSITIVE_INFINITY));
  return {
    parameters,
    window,
    batch_size,
    accumulate_gradients,
    tokensPerStep,
    stepsPerEpoch,
    steps,
    passes: steps === null ? null : Math.max(0, steps - step) / stepsPerEpoch,
    rates: {
      schedule,
      first: at(first),
      full: at(Math.max(first, warmup_steps + 1)),
      last: steps === null ? null : at(steps),
    },
    memory,
  };
}

/** Times an update. */
async function measureStep({ clock, signal }: Project, trainer: Trainer): Promise<MeasuredStep> {
  const timed = async () => {
    signal?.throwIfAborted();
    const began = clock();
    const { loss } = await trainer.update();
    return { seconds: clock() - began, loss };
  };
  const first = await timed();
  if (first.seconds >= WARM_SECONDS) return first;
  return { ...(await timed()), loss: first.loss };
}

function minutesLeft({ trainer }: TrainingPlan, step: number, measured: MeasuredStep | null): number | null {
  if (trainer.steps === null || measured === null) return null;
  return ((trainer.steps - step) * measured.seconds) / 60;
}

/** The text of the next windows with their marks, without the places at the end of a window that predict nothing. */
function windowTexts(trainer: Trainer, tokenizer: Tokenizer): string[] {
  const { B, T, inputs, targets } = trainer.nextWindows(WINDOWS);
  return Array.from({ length: B }, (_, b) => {
    const row = targets.subarray(b * T, (b + 1) * T);
    const end = row.findLastIndex((target) => target !== NO_TARGET);
    return tokenizer.decode([...inputs.subarray(b * T, b * T + end + 1), row[end]]);
  });
}
