import type { Trainer } from '../../engine/training/trainer.ts';
import type { Project } from '../../project/project.ts';
import type { TrainEvent } from '../events/training.ts';
import { provenanceOf } from './provenance.ts';
import { requireSameTraining } from './same-training.ts';
import { announce, baseDigest, type TrainingJob, trainedModel } from './train-on.ts';
import { checkMemory, type Machine, machineOf, planTraining, type TrainingPlan } from './training-plan.ts';
import { openTrainer } from './training-session.ts';

/** A training up to its first step, without a folder for the run: nothing of it is written. */
export interface Rehearsal {
  readonly trainer: Trainer;
  readonly plan: TrainingPlan;
  readonly machine: Machine;
  /** Frees the trainer and the model. */
  free(): void;
}

/** Reports the plan and loads the model. Throws MemoryFault, after the plan, and the faults of `trainOn` up to its first step. */
export async function* openRehearsal(
  project: Project,
  job: Omit<TrainingJob, 'run'>,
): AsyncGenerator<TrainEvent, Rehearsal, undefined> {
  const { settings, offered, start, text, device } = job;
  const machine = machineOf(project, device.device);
  const plan = await planTraining(settings, start, text, machine);
  yield* announce(project, job, plan, machine);
  await checkMemory(plan, settings, start.base, machine);
  const weights = await trainedModel(job, plan, device.device);
  const { precision } = device.event;
  const { availableBytes } = machine;
  const provenance = provenanceOf(project, await baseDigest(start), text, device.event);
  yield* requireSameTraining(project.ranks, { plan, start, provenance, precision });
  const session = { settings, offered, start, weights, text, plan, provenance, precision, availableBytes };
  const trainer = yield* openTrainer(project, session);
  const free = () => {
    trainer.free();
    weights.model.free();
  };
  return { trainer, plan, machine, free };
}
