import type { TrainerSettings } from '../../engine/training/trainer-settings.ts';
import type { NoticeEvent } from '../events/training.ts';
import type { SettingsTable } from '../settings/settings-table.ts';
import type { TrainSettings } from '../settings/train.ts';
import { notice } from './notice.ts';

/** The settings on which the next step depends, other than the seed, the model and the dataset: those have their own notices. */
const ON_WHICH_STEPS_DEPEND = [
  'batch_size',
  'accumulate_gradients',
  'window',
  'packing',
  'noise',
  'dropout',
  'optimizer',
  'learning_rate',
  'schedule',
  'warmup_steps',
  'decay_steps',
  'min_learning_rate',
  'weight_decay',
  'momentum',
  'beta1',
  'beta2',
  'epsilon',
  'clip',
  'only_train_transformer_layers',
  'freeze_blocks',
  'sync_every',
  'outer_learning_rate',
  'outer_momentum',
] as const satisfies readonly (keyof TrainSettings & keyof TrainerSettings)[];

type Watched = (typeof ON_WHICH_STEPS_DEPEND)[number] | 'steps';
/** Settings as a training uses them, with its choices where the person left a choice; `undefined`: not recorded. */
export type UsedSettings = { readonly [Name in Watched]?: TrainerSettings[Name] | null | undefined };

/** A setting that a resumed training had with another value. Null: without one. */
interface Change {
  readonly name: Watched;
  readonly before: string | number | boolean | null;
  readonly now: string | number | boolean | null;
}

/**
 * Reports, in one notice, the settings with which a training resumes that differ from those it had; nothing if there are none.
 * Only settings that `offered` contains, since the notice says how to keep them. `steps` counts only if the learning rate
 * depends on it: to train longer is why most trainings are resumed.
 */
export function* noticeSettings(
  before: UsedSettings,
  now: UsedSettings,
  offered: SettingsTable,
): Generator<NoticeEvent, void, undefined> {
  const falls = (before.schedule ?? 'constant') !== 'constant' && now.schedule === before.schedule;
  const names: readonly Watched[] = [...ON_WHICH_STEPS_DEPEND, ...(falls ? (['steps'] as const) : [])];
  const changes: Change[] = [];
  for (const name of names) {
    const [was, is] = [before[name], now[name] ?? null];
    if (was !== undefined && was !== is && Object.hasOwn(offered, name)) changes.push({ name, before: was, now: is });
  }
  if (changes.length === 0) return;
  const them = changes.length === 1 ? 'it' : 'them';
  const had = listed(changes.map(({ name, before: value }) => withValue(name, value)));
  const has =
    changes.length === 1
      ? listed(changes.map(({ now: value }) => (value === null ? 'none' : String(value))))
      : listed(changes.map(({ name, now: value }) => withValue(name, value)));
  yield notice(`The run had ${had}, and resumes with ${has}. To keep ${them}, ${remedyOf(changes)}.`);
}

function remedyOf(changes: readonly Change[]): string {
  const given = changes.filter(({ before }) => before !== null).map(({ name, before }) => `\`${name}\` ${before}`);
  const left = changes.filter(({ before }) => before === null).map(({ name }) => `\`${name}\``);
  return listed([
    ...(given.length === 0 ? [] : [`give ${listed(given)}`]),
    ...(left.length === 0 ? [] : [`leave out ${listed(left)}`]),
  ]);
}

function withValue(name: Watched, value: Change['before']): string {
  return value === null ? `no \`${name}\`` : `\`${name}\` ${value}`;
}

/** 'a, b and c' */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Reports that an adapter resumes beside weights that are kept in another way. */
export function* noticeFrozenWeights(before: string, now: string): Generator<NoticeEvent> {
  if (before === now) return;
  yield notice(
    `The run kept the weights beside its adapter as ${before} and resumes with ${now}, so its losses will differ slightly. ` +
      `To keep them so, give frozen_weights ${before}.`,
  );
}

/** Reports that a training resumes with another precision of the matrix products; early versions recorded none. */
export function* noticePrecision(before: string | undefined, precision: string): Generator<NoticeEvent> {
  if (before === undefined || before === precision) return;
  yield notice(
    `The run was computed in ${before} and resumes in ${precision}, so its losses will differ slightly. ` +
      `To keep ${before}, give precision ${before}.`,
  );
}
