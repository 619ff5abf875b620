import type { PostDate } from './post.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const yearFirst = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(.+))?$/;
const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})$/i;
const monthFirst = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i;
/** The zones that RFC 822 has names for, besides those that are UTC. */
// biome-ignore format: a table
const zonesOfMail: Readonly<Record<string, string>> = {
  EDT: '-04:00', EST: '-05:00', CDT: '-05:00', CST: '-06:00', MDT: '-06:00', MST: '-07:00', PDT: '-07:00', PST: '-08:00',
};
/** As mails and RSS have it: 'Sun, 10 Mar 2019 08:30:00 +0200'. */
const ofMail = /^(?:[a-z]{3},\s*)?(\d{1,2}\s+[a-z]{3,9}\s+\d{4})\s+(\d{1,2}:\d{2}.*)$/i;
const timeOfDay = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC?|GMT|[ECMP][SD]T|[+-]\d{2}:?\d{2})?$/i;

/**
 * A date as blogs write it: `2019-03-10`, `2019-03-10 08:30:00 +0200`, `2019-03-10T06:30:00Z`, `10 March 2019`,
 * `Mar 10, 2019`, `Sun, 10 Mar 2019 08:30:00 +0200`. Null for anything else, such as Eleventy's "Last Modified", and for
 * days that do not exist.
 */
export function readDate(written: string): PostDate | null {
  const text = written.trim();
  const day = dayOf(text);
  if (day === null) return null;
  const rest = yearFirst.exec(text)?.[4] ?? ofMail.exec(text)?.[2];
  if (rest === undefined) return { iso: day, written: text };
  const time = timeOf(rest.trim());
  return time === null ? null : { iso: `${day}T${time}`, written: text };
}

/** The day `YYYY-MM-DD` that a date begins with. */
function dayOf(text: string): string | null {
  const numbers = yearFirst.exec(text);
  if (numbers !== null) return existingDay(numbers[1], Number(numbers[2]), Number(numbers[3]));
  const [, day, month, year] = dayFirst.exec(ofMail.exec(text)?.[1] ?? text) ?? reordered(monthFirst.exec(text)) ?? [];
  if (day === undefined) return null;
  return existingDay(year, months.indexOf(month.slice(0, 3).toLowerCase()) + 1, Number(day));
}

function reordered(found: RegExpExecArray | null): string[] | null {
  return found === null ? null : [found[0], found[2], found[1], found[3]];
}

function existingDay(year: string, month: number, day: number): string | null {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(Number(year), month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? `${year}-${twoDigits(month)}-${twoDigits(day)}` : null;
}

/** `08:30:00+02:00` from '8:30 +0200'. */
function timeOf(text: string): string | null {
  const [, hours, minutes, seconds = '00', zone = ''] = timeOfDay.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  return `${twoDigits(Number(hours))}:${minutes}:${seconds}${isoZone(zone)}`;
}

function isoZone(zone: string): string {
  if (zone === '') return '';
  if (/^[a-z]/i.test(zone)) return zonesOfMail[zone.toUpperCase()] ?? 'Z';
  return `${zone.slice(0, 3)}:${zone.slice(-2)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
