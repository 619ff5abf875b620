import { GENERATED_LABEL } from '../../blog/posts/post.ts';
import { type Missed, minuteOfDay, type Schedule } from '../../blog/publishing/schedule.ts';
import { labelKey } from '../drafts/label-key.ts';
import { timeZoneOf } from '../drafts/time-zone.ts';
import type { PublishSettings } from '../settings/publish.ts';
import type { RunGiven } from '../settings/run.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** What the settings of a publication mean together. */
export interface PublishPlan {
  readonly timeZone: string;
  /** Null: one post, now. */
  readonly schedule: Schedule | null;
  readonly missed: Missed;
  /** What new drafts are learned from, and unreviewed ones judged by; null: the folder that posts go into. */
  readonly posts: readonly string[] | null;
  /** The key by which a draft says that a model wrote it; null where none does. */
  readonly label: string | null;
}

/** Whether posts go out at times of a schedule; else it is one, now. */
export function isScheduled({ every }: Pick<PublishSettings, 'every'>): boolean {
  return every !== null && every !== 'once';
}

/**
 * `writing`: what is settled for `run`, which counts where `settings` say nothing else. Throws SettingFault for settings
 * that do not go together, or a time or zone that there is not.
 */
export function publishPlan(settings: PublishSettings, writing: Partial<RunGiven> = {}): PublishPlan {
  refuseIdle(settings);
  const { every, at, timezone, missed, to, refill, auto } = settings;
  const posts = settings.posts ?? writing.posts ?? null;
  if (to !== 'folder' && posts === null && (refill > 0 || auto)) {
    throw new SettingFault(
      'posts',
      'posts is missing: with --refill and --auto, the posts to learn from and to judge by.',
    );
  }
  const label = labelKey(settings.label ?? writing.label ?? GENERATED_LABEL);
  if (auto && label === null) {
    throw new SettingFault(
      'auto',
      'auto does nothing here: without a label no draft says whether a model wrote it or you; give label as well, or ' +
        'approve drafts by hand.',
    );
  }
  const timeZone = timeZoneOf(timezone);
  const minute = minuteOfDay(at ?? '09:00');
  if (minute === null)
    throw new SettingFault('at', `at takes a time of day from 00:00 to 23:59, got ${JSON.stringify(at)}.`);
  const schedule = every === null || every === 'once' ? null : { every, minuteOfDay: minute, timeZone };
  return { timeZone, schedule, missed: missed ?? 'latest', posts, label };
}

/** Settings of new drafts, and those that say which of the old ones a model wrote, and how good they are. */
const FOR_WRITING = ['model_name', 'run_name', 'device', 'threads', 'precision'] as const;
const FOR_JUDGING = ['posts', 'label'] as const;

/** Each setting that would do nothing beside the others, and where it would do something. */
function refuseIdle(settings: PublishSettings): void {
  const { every, at, missed, print, to, out, url, as_draft, ghost_source, refill, auto, min_score } = settings;
  const isRemote = to !== 'folder';
  const writes = refill > 0;
  // What is typed may be `once` where a config file has a schedule: then its other parts are idle for this call.
  const idle = [
    ['at', at !== null && every === null, 'give every as well, --every day for one'],
    ['missed', missed !== null && every === null, 'give every as well, --every day for one'],
    ['print', print !== null && !isScheduled(settings), 'give every as well, --every day for one'],
    ['out', out !== null && isRemote, `${to} is at --url`],
    ['url', url !== null && !isRemote, 'say which with --to ghost or --to wordpress'],
    ['as_draft', as_draft && !isRemote, 'a draft of a site is one that stays in the queue'],
    ['ghost_source', ghost_source !== null && to !== 'ghost', 'it is for --to ghost'],
    ['min_score', min_score !== null && !auto, 'give auto as well'],
    ...FOR_JUDGING.map(
      (name) => [name, settings[name] !== null && !writes && !auto, 'give refill or auto as well'] as const,
    ),
    ...FOR_WRITING.map((name) => [name, settings[name] !== null && !writes, 'give refill as well'] as const),
    ['yes', settings.yes && !writes, 'give refill as well'],
  ] as const;
  for (const [name, isIdle, instead] of idle) {
    if (isIdle) throw new SettingFault(name, `${name} does nothing here: ${instead}.`);
  }
  if (isRemote && url === null) throw new SettingFault('url', `url is missing: the address of the blog on ${to}.`);
  if (url !== null && !URL.canParse(url)) {
    throw new SettingFault('url', `url takes an address, such as https://blog.example, got ${JSON.stringify(url)}.`);
  }
}
