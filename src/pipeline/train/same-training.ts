import type { DeviceEvent } from '../../project/devices.ts';
import type { Ranks } from '../../project/ranks.ts';
import type { NoticeEvent } from '../events/training.ts';
import { type Compared, differingProcessors, hostsOf, type RankFacts, requireSame } from '../ranks/require-same.ts';
import { notice } from './notice.ts';
import type { Provenance } from './provenance.ts';
import type { StartingPoint } from './restore-training.ts';
import type { TrainingPlan } from './training-plan.ts';

/** What must be the same on all ranks: for people, what differs, and what to do about it. */
const SAME = {
  settings: ['trains with', 'Give all ranks the same settings.'],
  start: ['starts from', 'Copy the run’s folder to every machine, or give another run_name.'],
  baseModel: ['has the model with digest', 'Copy the model’s folder to every machine.'],
  trainingTokens: ['has a dataset with digest', 'Copy the posts to every machine.'],
  validationTokens: ['keeps posts for validation with digest', 'Copy the posts to every machine.'],
} as const satisfies Compared<string>;

/** What a rank brings to the comparison. */
export interface RankTraining {
  readonly plan: TrainingPlan;
  readonly start: Pick<StartingPoint, 'restored'>;
  readonly provenance: Provenance;
  readonly precision: DeviceEvent['precision'];
}

/**
 * Compares what all ranks are about to train, and says who trains. Different processors are allowed: their last bits differ.
 * Throws RanksDifferFault on every rank.
 */
export async function* requireSameTraining(
  ranks: Ranks,
  training: RankTraining,
): AsyncGenerator<NoticeEvent, void, undefined> {
  if (ranks.size === 1) return;
  const all = await requireSame(ranks, 'train', SAME, factsOf(ranks, training));
  yield notice(`${ranks.size} ranks train together on ${hostsOf(all)}, over ${ranks.carrier}.`);
  const processors = differingProcessors(all);
  if (processors === null) return;
  yield notice(
    `The machines compute differently (${processors}): the last bits of their weights differ, so the losses of this ` +
      'training cannot be repeated to the bit. Give precision float32 and TPDNE_CPU=avx2 where all have that.',
  );
}

function factsOf(ranks: Ranks, { plan, start, provenance, precision }: RankTraining): RankFacts<keyof typeof SAME> {
  const { trainer, loop, adapter } = plan;
  const { baseModel, trainingTokens, validationTokens, instructionSet } = provenance;
  const lora = adapter === null ? null : { ...adapter, modules: [...adapter.modules].sort() };
  const { state } = start.restored?.saved ?? {};
  return {
    host: ranks.host,
    settings: JSON.stringify({ ...settingsOf(loop), ...settingsOf(trainer), lora }),
    start: state === undefined ? 'the beginning' : `step ${state.step} (${state.random.data.join(' ')})`,
    baseModel: baseModel ?? 'none',
    trainingTokens,
    validationTokens: validationTokens ?? 'none',
    instructionSet: instructionSet ?? 'no instruction set',
    precision,
  };
}

/** Settings that each machine may have for itself. */
const OWN = new Set(['threads', 'device', 'precision', 'dataset', 'log', 'tensorboard', 'yes', 'dry_run']);

function settingsOf(settings: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !OWN.has(name)));
}
