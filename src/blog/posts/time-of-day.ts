import { zoneNamed } from './date-words.ts';

const COMPACT = /^(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(?![\d:.])/;
const CLOCK = /^(\d{1,2})(?:[:.h](\d{2}))(?:[:.](\d{2}))?(?:[.,]\d+)?(?!\d)/i;
const DASHES = /^(\d{2})-(\d{2})(?:-(\d{2}))?(?!\d)/;
const HOUR = /^(\d{1,2})(?=\s*(?:[ap]\.?m\b|h\b|uhr\b|o.clock\b))/i;
const HOUR_OF_ISO = /^(\d{2})(?=$|z|[+-]\d)/i;
const OFFSET = /(?:^|[\s\p{L}])([+-])(\d{1,2})(?::?(\d{2}))?(?![\d:])/u;

/**
 * The time after a day, as `08:30:00+02:00`; without a zone if none is given or it is unknown. '' if `rest` has no time,
 * only a zone or a remark without digits. Null if its digits are not a time.
 */
export function timeOfDay(rest: string): string | null {
  if (isZone(rest)) return '';
  const isIso = /^T/i.test(rest);
  const text = rest.replace(/^(?:[\s,;:_@–-]+|T(?=\d))(?:(?:at|um|à|alle|om|kl\.?|a las)\s+)?/iu, '');
  if (/^noon\b/i.test(text)) return '12:00:00';
  const isAfterDash = /^\s*[ _-]/.test(rest) && DASHES.test(text);
  const clock =
    (isAfterDash ? DASHES.exec(text) : null) ??
    CLOCK.exec(text) ??
    HOUR.exec(text) ??
    (isIso ? (COMPACT.exec(text) ?? HOUR_OF_ISO.exec(text)) : null);
  if (clock === null) return /\d/.test(text.replace(/\([^)]*\)/g, '')) ? null : '';
  const [found, hours, minutes = '00', seconds = '00'] = clock;
  const after = text.slice(found.length);
  const half = /^\s*([ap])\.?\s?m\b\.?/i.exec(after);
  const hour = onClockOf24(Number(hours), half?.[1].toLowerCase());
  if (!isTime(hour, Number(minutes), Number(seconds))) return null;
  const zone = zoneOf(half === null ? after : after.slice(half[0].length));
  // A leap second is valid but most clocks do not show it.
  return `${two(hour)}:${minutes}:${two(Math.min(Number(seconds), 59))}${zone}`;
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

/** `+02:00` from '+0200', ' +2', 'GMT+2', 'EET'; '' if unknown. */
function zoneOf(text: string): string {
  const [, mark, hours, minutes = '00'] = OFFSET.exec(text) ?? [];
  if (mark !== undefined)
    return Number(hours) <= 14 && Number(minutes) < 60 ? `${mark}${two(Number(hours))}:${minutes}` : '';
  const [, name] = /^[\s,(]*([a-z]{1,5})\b(?!\/)/i.exec(text) ?? [];
  return name === undefined ? '' : (zoneNamed(name) ?? '');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
