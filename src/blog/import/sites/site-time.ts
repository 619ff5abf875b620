import type { PostDate } from '../../posts/post.ts';

/**
 * The moment of a date in ms since 1970. A date without a zone is in `timeZone`; one without a time is at the start of
 * its day.
 */
export function momentOf(date: PostDate, timeZone: string): number {
  const [, day, time = '00:00:00', zone] = /^(\d{4}-\d{2}-\d{2})(?:T([\d:.]+)(.*))?$/.exec(date.iso) ?? [];
  const moment = Date.parse(`${day}T${time}Z`);
  if (zone === 'Z') return moment;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  if (sign !== undefined) return moment - Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
  // Do it twice: the clock may have changed between the two moments.
  return moment - clockAhead(moment - clockAhead(moment, timeZone), timeZone);
}

/** How far a zone's clocks are ahead of UTC in ms; 0 for an unknown zone. */
function clockAhead(moment: number, timeZone: string): number {
  if (!Number.isFinite(moment)) return 0;
  try {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    return Date.parse(`${format.format(moment).replace(' ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
  } catch {
    return 0;
  }
}
