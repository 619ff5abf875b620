import { zoneNamed } from './date-words.ts';

const COMPACT = /^(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(?![\d:.])/;
const CLOCK = /^(\d{1,2})(?:[:.h](\d{2}))(?:[:.](\d{2}))?(?:[.,]\d+)?(?!\d)/i;
const DASHES = /^(\d{2})-(\d{2})(?:-(\d{2}))?(?!\d)/;
const HOUR = /^(\d{1,2})(?=\s*(?:[ap]\.?m\b|h\b|uhr\b|o.clock\b))/i;
const HOUR_OF_ISO = /^(\d{2})(?=$|z|[+-]\d)/i;
const OFFSET = /(?:^|[\s\p{L}])([+−-])(\d{1,2})(?::?(\d{2}))?(?![\d:])/u;
/** What looks like a zone: an offset in any form, a name in capitals, a place of the tz database such as Europe/Berlin. */
const ZONE = /^[\s,(]*((?:[A-Za-z]{1,5}\s?)?[+−-]\d[\d:.]*|[A-Z]{2,5}(?=\)?$)|[A-Z][A-Za-z_]+\/[A-Z][\w/+-]*)/;

/** The clock of a date. */
export interface TimeOfDay {
  /** `08:30:00+02:00`; without a zone if none is given or it is unknown. '' if there is only a zone or a remark. */
  readonly time: string;
  /** A zone that is unknown, as written; null if it is known or none is given. */
  readonly unknownZone: string | null;
}

const noTime: TimeOfDay = { time: '', unknownZone: null };

/**
 * The time after a day. There is none if `rest` is only a zone or a remark without digits. Null if its digits are not a
 * time.
 */
export function timeOfDay(rest: string): TimeOfDay | null {
  if (isZone(rest)) return noTime;
  const isIso = /^T/i.test(rest);
  const text = rest.replace(/^(?:[\s,;:_@–-]+|T(?=\d))(?:(?:at|um|à|alle|om|kl\.?|a las)\s+)?/iu, '');
  if (/^noon\b/i.test(text)) return { time: '12:00:00', unknownZone: null };
  const isAfterDash = /^\s*[ _-]/.test(rest) && DASHES.test(text);
  const clock =
    (isAfterDash ? DASHES.exec(text) : null) ??
    CLOCK.exec(text) ??
    HOUR.exec(text) ??
    (isIso ? (COMPACT.exec(text) ?? HOUR_OF_ISO.exec(text)) : null);
  if (clock === null) return /\d/.test(text.replace(/\([^)]*\)/g, '')) ? null : noTime;
  const [found, hours, minutes = '00', seconds = '00'] = clock;
  const after = text.slice(found.length);
  const half = /^\s*([ap])\.?\s?m\b\.?/i.exec(after);
  const hour = onClockOf24(Number(hours), half?.[1].toLowerCase());
  if (!isTime(hour, Number(minutes), Number(seconds))) return null;
  const afterClock = (half === null ? after : after.slice(half[0].length)).trimEnd();
  const zone = zoneOf(afterClock);
  const unknownZone = zone === '' ? (ZONE.exec(afterClock)?.[1] ?? null) : null;
  // A leap second is valid but most clocks do not show it.
  return { time: `${two(hour)}:${minutes}:${two(Math.min(Number(seconds), 59))}${zone}`, unknownZone };
}

/** Whether it is a zone without a time, as in `2019-03-10+02:00`. */
function isZone(rest: string): boolean {
  return /^\s*[+-]\d{2}:?\d{2}$/.test(rest);
}

function onClockOf24(hour: number, half: string | undefined): number {
  if (half === 'a') return hour === 12 ? 0 : hour;
  return half === 'p' && hour < 12 ? hour + 12 : hour;
}

function isTime(hour: number, minutes: number, seconds: number): boolean {
  return minutes < 60 && seconds <= 60 && (hour < 24 || (hour === 24 && minutes === 0 && seconds === 0));
}

/** Offsets of zones in use, in minutes: https://www.iana.org/time-zones. */
const [LEAST_OFFSET, MOST_OFFSET] = [-12 * 60, 14 * 60];

/** `+02:00` from '+0200', ' +2', 'GMT+2', 'EET'; '' if unknown. */
function zoneOf(text: string): string {
  const [, mark, hours, minutes = '00'] = OFFSET.exec(text) ?? [];
  if (mark !== undefined) {
    const sign = mark === '+' ? '+' : '-';
    const offset = Number(`${sign}${60 * Number(hours) + Number(minutes)}`);
    const isKnown = Number(minutes) < 60 && offset >= LEAST_OFFSET && offset <= MOST_OFFSET;
    return isKnown ? `${sign}${two(Number(hours))}:${minutes}` : '';
  }
  const [, name] = /^[\s,(]*([a-z]{1,5})\b(?!\/)/i.exec(text) ?? [];
  return name === undefined ? '' : (zoneNamed(name) ?? '');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
