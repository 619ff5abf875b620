import { RANGE_TEST_STEPS, RangeTest, type TriedRate } from '../../engine/training/range-test.ts';
import { NonFiniteLossFault, type Trainer } from '../../engine/training/trainer.ts';
import type { Project } from '../../project/project.ts';
import type { TrainEvent } from '../events/training.ts';
import { openRehearsal } from './rehearsal.ts';
import type { TrainingJob } from './train-on.ts';

/** The step whose time says how long the rest takes: the first one warms up caches and threads, too. */
const TIMED_STEP = 2;

/**
 * Trains from where the training would start with rising learning rates, in memory alone, until the loss diverges, and
 * suggests a rate: see `RangeTest`. Returns the steps made before. Throws as `openRehearsal`, and the signal's reason.
 */
export async function* findLearningRate(
  project: Project,
  job: Omit<TrainingJob, 'run'>,
): AsyncGenerator<TrainEvent, number, undefined> {
  const { trainer, plan, free } = yield* openRehearsal(project, job);
  const { step: before } = trainer;
  const test = new RangeTest(trainer.model.shape.vocabulary);
  try {
    for (let rate = test.next; rate !== null && !test.hasDiverged; rate = test.next) {
      project.signal?.throwIfAborted();
      const began = project.clock();
      const tried = await triedRate(trainer, test, rate);
      if (tried === null) break;
      const seconds = project.clock() - began;
      const step = test.tried.length;
      yield { type: 'rate-tried', step, ...tried };
      if (step !== TIMED_STEP) continue;
      yield { type: 'rate-test', steps: RANGE_TEST_STEPS, minutes: ((RANGE_TEST_STEPS - step) * seconds) / 60 };
    }
    const { learning_rate } = plan.trainer;
    const diverged = test.hasDiverged || test.next !== null;
    yield { type: 'rates-found', steps: test.tried.length, diverged, learning_rate, ...test.suggested() };
    return before;
  } finally {
    free();
  }
}

/** Makes a step with this rate; null if its loss or its gradients are no longer finite. */
async function triedRate(trainer: Trainer, test: RangeTest, rate: number): Promise<TriedRate | null> {
  try {
    const { loss } = await trainer.update(rate);
    return test.add(loss);
  } catch (fault) {
    if (fault instanceof NonFiniteLossFault) return null;
    throw fault;
  }
}
