import { GENERATED_LABEL } from '../../blog/posts/post.ts';
import { type Missed, minuteOfDay, type Schedule } from '../../blog/publishing/schedule.ts';
import { labelKey } from '../drafts/label-key.ts';
import { timeZoneOf } from '../drafts/time-zone.ts';
import type { PublishSettings } from '../settings/publish.ts';
import type { RunGiven } from '../settings/run.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** What `publish` does, derived from its settings. */
export interface PublishPlan {
  readonly timeZone: string;
  /** Null means one post, now. */
  readonly schedule: Schedule | null;
  readonly missed: Missed;
  /** The posts to learn from and to judge drafts against; null means the folder that posts are published to. */
  readonly posts: readonly string[] | null;
  /** Those of them that nothing is learned from; null for none. */
  readonly exclude: readonly string[] | null;
  /** The front matter key that marks drafts written by a model; null if there is none. */
  readonly label: string | null;
}

/** Whether posts are published on a schedule; otherwise one is published now. */
export function isScheduled({ every }: Pick<PublishSettings, 'every'>): boolean {
  return every !== null && every !== 'once';
}

/**
 * Makes a plan from the settings. `writing` are the settings of `run`, which apply unless `settings` override them. Throws
 * SettingFault for settings that do not go together, and for an invalid time or time zone.
 */
export function publishPlan(settings: PublishSettings, writing: Partial<RunGiven> = {}): PublishPlan {
  refuseIdle(settings);
  const { every, at, timezone, missed, to, refill, auto } = settings;
  const posts = settings.posts ?? writing.posts ?? null;
  if (to !== 'folder' && posts === null && (refill > 0 || auto)) {
    throw new SettingFault(
      'posts',
      '`posts` is missing: `refill` and `auto` need the posts to learn from and to judge drafts against.',
    );
  }
  const label = labelKey(settings.label ?? writing.label ?? GENERATED_LABEL);
  if (auto && label === null) {
    throw new SettingFault(
      'auto',
      '`auto` does nothing here: without a label, drafts written by a model look like yours; set `label` too, or approve ' +
        'drafts by hand.',
    );
  }
  const exclude = typeof writing.exclude === 'string' ? [writing.exclude] : (writing.exclude ?? null);
  const timeZone = timeZoneOf(timezone);
  const minute = minuteOfDay(at ?? '09:00');
  if (minute === null)
    throw new SettingFault('at', `\`at\` takes a time of day from 00:00 to 23:59, got ${JSON.stringify(at)}.`);
  const schedule = every === null || every === 'once' ? null : { every, minuteOfDay: minute, timeZone };
  return { timeZone, schedule, missed: missed ?? 'latest', posts, exclude, label };
}

/** Settings that only matter for writing new drafts, and those that also matter for judging drafts. */
const FOR_WRITING = ['model_name', 'run_name', 'device', 'threads', 'precision'] as const;
const FOR_JUDGING = ['posts', 'label'] as const;

/** Throws SettingFault for a setting that has no effect together with the others; the message says what it needs. */
function refuseIdle(settings: PublishSettings): void {
  const { every, at, missed, print, to, out, url, as_draft, ghost_source, refill, auto, min_score } = settings;
  const isRemote = to !== 'folder';
  const writes = refill > 0;
  // `--every once` may override the schedule of a config file; the other parts of that schedule are then ignored.
  const idle = [
    ['at', at !== null && every === null, 'set `every` too, for example to day'],
    ['missed', missed !== null && every === null, 'set `every` too, for example to day'],
    ['print', print !== null && !isScheduled(settings), 'set `every` too, for example to day'],
    ['out', out !== null && isRemote, `${to} takes its address from \`url\``],
    ['url', url !== null && !isRemote, 'set `to` to ghost or wordpress'],
    ['as_draft', as_draft && !isRemote, 'to keep a draft of a site, leave it in the queue'],
    ['ghost_source', ghost_source !== null && to !== 'ghost', 'it only works if `to` is ghost'],
    ['min_score', min_score !== null && !auto, 'set `auto` too'],
    ...FOR_JUDGING.map(
      (name) => [name, settings[name] !== null && !writes && !auto, 'set `refill` or `auto` too'] as const,
    ),
    ...FOR_WRITING.map((name) => [name, settings[name] !== null && !writes, 'set `refill` too'] as const),
    ['yes', settings.yes && !writes, 'set `refill` too'],
  ] as const;
  for (const [name, isIdle, instead] of idle) {
    if (isIdle) throw new SettingFault(name, `\`${name}\` does nothing here: ${instead}.`);
  }
  if (isRemote && url === null) throw new SettingFault('url', `\`url\` is missing: the address of the blog on ${to}.`);
  if (url !== null && !URL.canParse(url)) {
    throw new SettingFault(
      'url',
      `\`url\` takes an address, such as https://blog.example, got ${JSON.stringify(url)}.`,
    );
  }
}
