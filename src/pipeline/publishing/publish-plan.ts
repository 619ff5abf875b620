import { type Missed, minuteOfDay, type Schedule } from '../../blog/publishing/schedule.ts';
import { isTimeZone } from '../../blog/publishing/zoned-time.ts';
import type { PublishSettings } from '../settings/publish.ts';
import { SettingFault } from '../settings.ts';

/** What the settings of a publication mean together. */
export interface PublishPlan {
  readonly timeZone: string;
  /** Null: one post, now. */
  readonly schedule: Schedule | null;
  readonly missed: Missed;
}

/** Whether posts go out at times of a schedule; else it is one, now. */
export function isScheduled({ every }: Pick<PublishSettings, 'every'>): boolean {
  return every !== null && every !== 'once';
}

/** Throws SettingFault for settings that do not go together, or a time or zone that there is not. */
export function publishPlan(settings: PublishSettings): PublishPlan {
  refuseIdle(settings);
  const { every, at, timezone, missed } = settings;
  const timeZone = timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimeZone(timeZone)) {
    throw new SettingFault(
      'timezone',
      `timezone takes the name of a time zone, such as Europe/Berlin, got ${JSON.stringify(timeZone)}.`,
    );
  }
  const minute = minuteOfDay(at ?? '09:00');
  if (minute === null)
    throw new SettingFault('at', `at takes a time of day from 00:00 to 23:59, got ${JSON.stringify(at)}.`);
  const schedule = every === null || every === 'once' ? null : { every, minuteOfDay: minute, timeZone };
  return { timeZone, schedule, missed: missed ?? 'latest' };
}

/** Each setting that would do nothing beside the others, and where it would do something. */
function refuseIdle(settings: PublishSettings): void {
  const { every, at, missed, print, to, out, url, as_draft, ghost_source, refill, auto, posts } = settings;
  const isRemote = to !== 'folder';
  // What is typed may be `once` where a config file has a schedule: then its other parts are idle for this call.
  const idle = [
    ['at', at !== null && every === null, 'give every as well, --every day for one'],
    ['missed', missed !== null && every === null, 'give every as well, --every day for one'],
    ['print', print !== null && !isScheduled(settings), 'give every as well, --every day for one'],
    ['out', out !== null && isRemote, `${to} is at --url`],
    ['url', url !== null && !isRemote, 'say which with --to ghost or --to wordpress'],
    ['as_draft', as_draft && !isRemote, 'a draft of a site is one that stays in the queue'],
    ['ghost_source', ghost_source !== null && to !== 'ghost', 'it is for --to ghost'],
  ] as const;
  for (const [name, isIdle, instead] of idle) {
    if (isIdle) throw new SettingFault(name, `${name} does nothing here: ${instead}.`);
  }
  if (isRemote && url === null) throw new SettingFault('url', `url is missing: the address of the blog on ${to}.`);
  if (isRemote && posts === null && (refill > 0 || auto)) {
    throw new SettingFault(
      'posts',
      'posts is missing: with --refill and --auto, the posts to learn from and to judge by.',
    );
  }
  if (url !== null && !URL.canParse(url)) {
    throw new SettingFault('url', `url takes an address, such as https://blog.example, got ${JSON.stringify(url)}.`);
  }
}
