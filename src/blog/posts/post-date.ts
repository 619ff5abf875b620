import { monthLike, monthNamed } from './date-words.ts';
import type { PostDate } from './post.ts';
import { timeOfDay } from './time-of-day.ts';

/** In characters. No date is longer; longer text is prose. */
const LONGEST_DATE = 100;

/** The order of month and day in numbers such as 03/10/2019, where both could be a month. */
export type NumberOrder = 'month first' | 'day first';

interface Found {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** The text after the day: a time, a zone, a remark. */
  readonly rest: string;
}

/**
 * Reads a date in any form that Hugo, Jekyll or JavaScript accepts: `2019-03-10 08:30:00 +0200`, `10 March 2019`,
 * `Mar 10, 2019 8:30 pm`, `Sun, 10 Mar 19 08:30:00 CET`, `2019/3/10`, `10.03.2019`, `2019-W10-7`, seconds or
 * milliseconds since 1970. `March 2019` and `2019` mean their first day. The date is not converted to another time zone,
 * and an unknown zone is left out of `iso`. Null for anything else, such as Eleventy's "Last Modified" or a day that does not exist.
 */
export function readDate(written: string, order: NumberOrder = 'month first'): PostDate | null {
  const text = written.length > LONGEST_DATE ? '' : written.trim();
  const numbers = /^\d{4,14}(?:\.\d+)?$/.test(text) ? ofDigits(text) : null;
  if (numbers !== null) return { iso: numbers, written: text };
  const found = withoutLeadingWords(plainForms(text), (form) => dayIn(form, order));
  if (found === null) return null;
  const day = existingDay(found);
  const clock = day === null ? null : timeOfDay(found.rest);
  if (day === null || clock === null) return null;
  const { time, unknownZone } = clock;
  if (time === '') return { iso: day, written: text };
  // 24:00 is 0:00 of the next day.
  const iso = time.startsWith('24:') ? `${nextDay(day)}T00${time.slice(2)}` : `${day}T${time}`;
  return { iso, written: text, ...(unknownZone === null ? {} : { unknownZone }) };
}

/** Whether a numeric date means a different day if read with the day first. */
export function isAmbiguousDate(written: string): boolean {
  return readDate(written)?.iso !== readDate(written, 'day first')?.iso;
}

/** A date without a place name in brackets at its end, and with Chinese or Korean marks replaced by hyphens. */
function plainForms(text: string): string {
  return text
    .replace(/\[[^\]]*\]$/, '')
    .replace(/^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/, '$1-$2-$3')
    .trim();
}

/** Reads a date after up to three words such as a weekday, "the" or "Posted". */
function withoutLeadingWords(text: string, read: (text: string) => Found | null): Found | null {
  let rest = text;
  for (let words = 0; words < 3; words++) {
    const found = read(rest);
    if (found !== null) return found;
    const [word] = /^\p{L}+[.,:]*\s*/u.exec(rest) ?? [''];
    if (word === '') return null;
    rest = rest.slice(word.length);
  }
  return read(rest);
}

const WORD = '(\\p{L}{3,12})\\.?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th|er|re|º|ª|°)?';
const YEAR = "(\\d{4}|'?\\d{2})(?!\\d)";
const BETWEEN = '(?:[\\s,./-]+(?:(?:of|de|del|den)\\s+)?|(?<=\\d)(?=\\p{L})|(?<=\\p{L})(?=\\d))';

const isoWeek = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?(?!\d)/i;
const ordinal = /^(\d{4})-?(\d{3})(?!\d)/;
const yearFirst = /^\+?0*(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})(?!\d)/;
const compact = /^(\d{4})(\d\d)(\d\d)(?=[T ])/i;
const yearMonth = /^(\d{4})[-/.](\d{1,2})$/;
const monthYear = /^(\d{1,2})\/(\d{4})$/;
const inNumbers = /^(\d{1,2})([-/ ]|\. ?)(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const dayFirst = new RegExp(`^${DAY}${BETWEEN}${WORD}${BETWEEN}${YEAR}`, 'iu');
const monthFirst = new RegExp(`^${WORD}${BETWEEN}${DAY}${BETWEEN}${YEAR}`, 'iu');
const yearWord = new RegExp(`^(\\d{4})${BETWEEN}${WORD}${BETWEEN}${DAY}(?!\\d)`, 'iu');
const ofClock = new RegExp(`^${WORD}\\s+(\\d{1,2})\\s+(\\d{1,2}:\\d{2}\\S*(?:\\s+\\S+)?)\\s+(\\d{4})$`, 'iu');
const wordYear = new RegExp(`^${WORD}(?:\\s+de)?[\\s,-]+(\\d{4})$`, 'iu');

function dayIn(text: string, order: NumberOrder): Found | null {
  return (
    match(yearFirst, text, ([, year, , month, day], rest) => on(year, Number(month), Number(day), rest)) ??
    match(compact, text, ([, year, month, day], rest) => on(year, Number(month), Number(day), rest)) ??
    match(isoWeek, text, ([, year, week, day], rest) => ofWeek(Number(year), Number(week), Number(day ?? 1), rest)) ??
    match(ordinal, text, ([, year, day], rest) => ofOrdinal(Number(year), Number(day), rest)) ??
    match(inNumbers, text, ([, first, mark, second, year], rest) => {
      if (year.length === 2 && (mark === '-' || mark === ' ')) return null;
      const [one, two] = [Number(first), Number(second)];
      const dayComesFirst = two > 12 ? false : one > 12 || mark.startsWith('.') || order === 'day first';
      return dayComesFirst ? on(year, two, one, rest) : on(year, one, two, rest);
    }) ??
    match(ofClock, text, ([, month, day, time, year]) => on(year, monthNamed(month), Number(day), time)) ??
    match(dayFirst, text, ([, day, month, year], rest) => on(year, monthLike(month), Number(day), rest)) ??
    match(monthFirst, text, ([, month, day, year], rest) => on(year, monthLike(month), Number(day), rest)) ??
    match(yearWord, text, ([, year, month, day], rest) => on(year, monthNamed(month), Number(day), rest)) ??
    match(yearMonth, text, ([, year, month]) => on(year, Number(month), 1, '')) ??
    match(monthYear, text, ([, month, year]) => on(year, Number(month), 1, '')) ??
    match(wordYear, text, ([, month, year]) => on(year, monthNamed(month), 1, ''))
  );
}

function match(
  pattern: RegExp,
  text: string,
  read: (groups: RegExpExecArray, rest: string) => Found | null,
): Found | null {
  const groups = pattern.exec(text);
  return groups === null ? null : read(groups, text.slice(groups[0].length));
}

/** Two-digit years mean 1950 to 2049, as in e-mail. */
function on(year: string, month: number | null, day: number, rest: string): Found | null {
  if (month === null) return null;
  const digits = year.replace("'", '');
  const short = Number(digits);
  const full = digits.length === 2 ? short + (short < 50 ? 2000 : 1900) : short;
  return { year: full, month, day, rest };
}

function ofWeek(year: number, week: number, day: number, rest: string): Found | null {
  // January 4th is always in week 1, and weeks begin on Monday.
  const fourth = utc(year, 1, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
  const start = monday + (week - 1) * 7 * DAY_MS;
  // A week belongs to the year of its Thursday.
  if (week < 1 || new Date(start + 3 * DAY_MS).getUTCFullYear() !== year) return null;
  return ofMoment(start + (day - 1) * DAY_MS, rest);
}

function ofOrdinal(year: number, day: number, rest: string): Found | null {
  const found = ofMoment(utc(year, 1, 1) + (day - 1) * DAY_MS, rest);
  return day < 1 || found.year !== year ? null : found;
}

const DAY_MS = 86_400_000;

function ofMoment(ms: number, rest: string): Found {
  const date = new Date(ms);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), rest };
}

/** Digits only: `20190310`, `20190310083000`, a year, or seconds or milliseconds since 1970 in UTC. */
function ofDigits(text: string): string | null {
  const [, year, month = '01', day = '01', hours, minutes, seconds = '00'] =
    /^(\d{4})(?:(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?)?$/.exec(text) ?? [];
  if (year !== undefined && /^(?:19|20)/.test(year)) {
    const written = existingDay({ year: Number(year), month: Number(month), day: Number(day), rest: '' });
    const clock = hours === undefined ? null : timeOfDay(`${hours}:${minutes}:${seconds}`);
    if (written !== null && hours === undefined) return written;
    if (written !== null && clock !== null) return `${written}T${clock.time}`;
  }
  const digits = text.split('.', 1)[0];
  const ms = digits.length >= 12 ? Number(digits) : Number(digits) * 1000;
  if (digits.length < 9 || ms > LATEST_MS) return null;
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The start of 2100: larger numbers are not counts of seconds or milliseconds. */
const LATEST_MS = 4_102_444_800_000;

function existingDay({ year, month, day }: Found): string | null {
  const date = new Date(utc(year, month, day));
  // For no date, Go writes the first day of year 1, and databases write zeros.
  const exists = year > 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
}

/** In ms, also for years before 100, which Date.UTC takes for the 20th century. */
function utc(year: number, month: number, day: number): number {
  return new Date(Date.UTC(2000, month - 1, day)).setUTCFullYear(year, month - 1, day);
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
