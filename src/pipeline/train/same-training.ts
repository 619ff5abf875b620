import { Fault } from '../../fault.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { Ranks } from '../../project/ranks.ts';
import type { NoticeEvent } from '../events/training.ts';
import { notice } from './notice.ts';
import type { Provenance } from './provenance.ts';
import type { StartingPoint } from './restore-training.ts';
import type { TrainingPlan } from './training-plan.ts';

/** The ranks of a job would not train the same model on the same text. */
export class RanksDifferFault extends Fault {
  override readonly code: string = 'ranks-differ';
}

/** What must be the same on all ranks: for people, what differs, and what to do about it. */
const SAME = {
  version: ['is version', 'Install the same version everywhere.'],
  settings: ['trains with', 'Give all ranks the same settings.'],
  start: ['starts from', 'Copy the run’s folder to every machine, or give another run_name.'],
  baseModel: ['has the model with digest', 'Copy the model’s folder to every machine.'],
  trainingTokens: ['has a dataset with digest', 'Copy the posts to every machine.'],
  validationTokens: ['keeps posts for validation with digest', 'Copy the posts to every machine.'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

/** What one rank would train, and on what. */
type RankFacts = Readonly<Record<keyof typeof SAME, string>> & {
  readonly host: string;
  readonly instructionSet: string;
  readonly precision: string;
};

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
  const own = factsOf(ranks, training);
  const all = (await ranks.gather(JSON.stringify(own))).map((text) => JSON.parse(text) as RankFacts);
  const [first] = all;
  for (const [rank, other] of all.entries()) {
    for (const key of Object.keys(SAME) as (keyof typeof SAME)[]) {
      if (other[key] !== first[key]) throw new RanksDifferFault(differenceOf(key, first, other, rank));
    }
  }
  yield notice(whoTrains(ranks, all));
  const processors = new Set(all.map(({ instructionSet, precision }) => `${instructionSet}, ${precision}`));
  if (processors.size > 1) {
    yield notice(
      `The machines compute differently (${[...processors].join('; ')}): the last bits of their weights differ, so the ` +
        'losses of this training cannot be repeated to the bit. Give precision float32 and TPDNE_CPU=avx2 where all have that.',
    );
  }
}

function factsOf(ranks: Ranks, { plan, start, provenance, precision }: RankTraining): RankFacts {
  const { trainer, loop, adapter } = plan;
  const { version, baseModel, trainingTokens, validationTokens, instructionSet } = provenance;
  const lora = adapter === null ? null : { ...adapter, modules: [...adapter.modules].sort() };
  const { state } = start.restored?.saved ?? {};
  return {
    host: ranks.host,
    version,
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

function differenceOf(key: keyof typeof SAME, first: RankFacts, other: RankFacts, rank: number): string {
  const [verb, remedy] = SAME[key];
  const [of, found] = key === 'settings' ? differingSetting(first, other) : [first[key], other[key]];
  return (
    `The ranks would not train the same: rank 0 on ${first.host} ${verb} ${short(of)}, but rank ${rank} on ${other.host} ` +
    `${verb} ${short(found)}. ${remedy}`
  );
}

/** The first setting that differs, on both sides. */
function differingSetting(first: RankFacts, other: RankFacts): readonly [string, string] {
  const [a, b] = [first, other].map(({ settings }) => JSON.parse(settings) as Record<string, unknown>);
  const name = Object.keys(a).find((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])) ?? Object.keys(b)[0];
  return [`${name} ${JSON.stringify(a[name])}`, `${name} ${JSON.stringify(b[name])}`];
}

/** The first letters of a digest. */
function short(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}

function whoTrains({ size, carrier }: Ranks, all: readonly RankFacts[]): string {
  const hosts = [...new Set(all.map(({ host }) => host))];
  const where = hosts.length === 1 ? hosts[0] : `${hosts.length} machines (${hosts.join(', ')})`;
  return `${size} ranks train together on ${where}, over ${carrier}.`;
}
