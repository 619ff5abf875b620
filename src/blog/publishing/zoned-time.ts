/** Clocks and calendars of time zones, based on `Intl`. A day is written `2026-03-10`. */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Cached, because creating one takes far longer than using it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** Whether `Intl` knows a zone with this name, such as 'Europe/Berlin'. */
export function isTimeZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The local time of a zone, as if it were UTC, in ms; milliseconds within the second are dropped. */
function shownIn(timeZone: string, moment: Date): number {
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

/** How many minutes a zone is ahead of UTC at a moment. */
export function offsetMinutes(timeZone: string, moment: Date): number {
  const seconds = Math.floor(moment.getTime() / 1000) * 1000;
  return (shownIn(timeZone, moment) - seconds) / MINUTE_MS;
}

/** The day in a zone at a moment. */
export function dayIn(timeZone: string, moment: Date): string {
  return dayOf(shownIn(timeZone, moment));
}

/** The day and time in a zone: '2026-03-10 09:00'. */
export function timeIn(timeZone: string, moment: Date): string {
  return new Date(shownIn(timeZone, moment)).toISOString().slice(0, 16).replace('T', ' ');
}

/** The day `days` days after another. */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

/** Whether a text is a day of the calendar, as days are written here. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function dayOf(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}

/**
 * The moment at which a zone's clock shows a time of a day. If the time occurs twice, when clocks go back, it is the
 * first; if it is skipped, when clocks go forward, it is equally far after the change (02:30 becomes 03:30), or before
 * it if that would be another day. Null for a day that the zone skipped.
 */
export function momentOf(day: string, minuteOfDay: number, timeZone: string): Date | null {
  const shown = Date.parse(`${day}T00:00:00Z`) + minuteOfDay * MINUTE_MS;
  const [before, after] = [-DAY_MS, DAY_MS].map((away) => {
    return new Date(shown - offsetMinutes(timeZone, new Date(shown + away)) * MINUTE_MS);
  });
  const readings = [before, after].filter((moment) => shownIn(timeZone, moment) === shown);
  const [first] = readings.sort((a, b) => a.getTime() - b.getTime());
  return first ?? [before, after].find((moment) => dayIn(timeZone, moment) === day) ?? null;
}
