/** How a blog writes its dates. */
export interface DateStyle {
  /** `2014-02-09 16:40:00 +0000` is 'YYYY-MM-DD HH:mm:ss ZZZZ', `Feb 9, 2014` is 'MMM D, YYYY'; see `TOKENS`. */
  readonly pattern: string;
  /** Minutes east of UTC in the blog's dates; 0 if unknown. */
  readonly offsetMinutes: number;
}

// biome-ignore format: a year on a line or two
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
  'December',
] as const;

type Write = (date: Date, offsetMinutes: number) => string;

const two = (value: number): string => String(value).padStart(2, '0');

/** Each token of a pattern, and what it writes for a date (`date` is shifted to the blog's clock). */
const TOKENS: Readonly<Record<string, Write>> = {
  YYYY: (date) => String(date.getUTCFullYear()).padStart(4, '0'),
  MMMM: (date) => MONTHS[date.getUTCMonth()],
  MMM: (date) => MONTHS[date.getUTCMonth()].slice(0, 3),
  MM: (date) => two(date.getUTCMonth() + 1),
  DD: (date) => two(date.getUTCDate()),
  D: (date) => String(date.getUTCDate()),
  HH: (date) => two(date.getUTCHours()),
  mm: (date) => two(date.getUTCMinutes()),
  ss: (date) => two(date.getUTCSeconds()),
  SSS: (date) => String(date.getUTCMilliseconds()).padStart(3, '0'),
  'ZZ:ZZ': (_, minutes) => `${sign(minutes)}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`,
  ZZZZ: (_, minutes) => `${sign(minutes)}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`,
};

/** All tokens, longer ones before their prefixes. */
const TOKEN = /YYYY|MMMM|MMM|MM|DD|D|HH|mm|ss|SSS|ZZ:ZZ|ZZZZ/g;

/**
 * ISO 8601 and its variants in blogs: other separators, a space for the T, no seconds, an offset with or without colon.
 */
const NUMERIC = /^\d{4}([-/.])\d{2}\1\d{2}(?:(T|t| +)\d{2}:\d{2}(:\d{2})?(\.\d+)?( *)(Z|z|UTC|[+-]\d{2}:?\d{2})?)?$/;

/** 'Jul 08 2022' and 'July 8, 2022'. */
const MONTH_FIRST = /^([A-Z][a-z]{2,8}) (\d{1,2})(,?) \d{4}$/;

/** '8 July 2022'. */
const DAY_FIRST = /^(\d{1,2}) ([A-Z][a-z]{2,8}) \d{4}$/;

/** The style without a date to learn from, or with one that is not understood: only the day. */
export const PLAIN_DATE: DateStyle = { pattern: 'YYYY-MM-DD', offsetMinutes: 0 };

/** The style of a written date, or null if it is unknown. */
export function dateStyleOf(written: string): DateStyle | null {
  const numeric = NUMERIC.exec(written);
  if (numeric !== null) {
    const [, mark, between, seconds, fraction, gap, zone] = numeric;
    const day = `YYYY${mark}MM${mark}DD`;
    if (between === undefined) return { pattern: day, offsetMinutes: 0 };
    const time = `HH:mm${seconds ? ':ss' : ''}${fraction ? '.SSS' : ''}`;
    return { pattern: `${day}${between}${time}${zone ? gap + zonePattern(zone) : ''}`, offsetMinutes: offsetOf(zone) };
  }
  const [, monthFirst, dayAfter, comma] = MONTH_FIRST.exec(written) ?? [];
  if (monthFirst)
    return { pattern: `${monthPattern(monthFirst)} ${dayPattern(dayAfter)}${comma} YYYY`, offsetMinutes: 0 };
  const [, dayBefore, month] = DAY_FIRST.exec(written) ?? [];
  if (month) return { pattern: `${dayPattern(dayBefore)} ${monthPattern(month)} YYYY`, offsetMinutes: 0 };
  return null;
}

/** Writes a date in a style, on that style's clock. */
export function writeDate(date: Date, { pattern, offsetMinutes }: DateStyle): string {
  const shifted = new Date(date.getTime() + offsetMinutes * 60_000);
  return pattern.replace(TOKEN, (token) => TOKENS[token](shifted, offsetMinutes));
}

function zonePattern(zone: string): string {
  if (/^[+-]/.test(zone)) return zone.includes(':') ? 'ZZ:ZZ' : 'ZZZZ';
  return zone;
}

function offsetOf(zone: string | undefined): number {
  const [, plusOrMinus, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  if (plusOrMinus === undefined) return 0;
  return (plusOrMinus === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function sign(minutes: number): string {
  return minutes < 0 ? '-' : '+';
}

function monthPattern(month: string): string {
  return month.length > 3 ? 'MMMM' : 'MMM';
}

function dayPattern(day: string): string {
  return day.length === 2 ? 'DD' : 'D';
}
