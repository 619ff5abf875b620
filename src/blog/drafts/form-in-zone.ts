import { offsetMinutes } from '../publishing/zoned-time.ts';
import type { BlogForm } from './blog-form.ts';
import type { DateStyle } from './date-style.ts';

/**
 * A blog's form for something dated now: it uses a time zone's current offset, because in winter that differs from the
 * offset in a summer post. A blog that writes UTC continues to do so.
 */
export function formInZone(form: BlogForm, timeZone: string, date: Date): BlogForm {
  const minutes = Math.round(offsetMinutes(timeZone, date));
  const fields = form.fields.map((field) =>
    field.holds !== 'date' || isUtc(field.style)
      ? field
      : { ...field, style: { ...field.style, offsetMinutes: minutes } },
  );
  const isInUtc = form.fields.some((field) => field.holds === 'date' && isUtc(field.style));
  return { ...form, fields, fileName: { ...form.fileName, offsetMinutes: isInUtc ? 0 : minutes } };
}

/** Whether a style is in UTC: `Z`, `UTC` and `+0000` are; a date without a zone is in the blogger's own. */
function isUtc({ pattern, offsetMinutes }: DateStyle): boolean {
  return /(?:Z|UTC)$/i.test(pattern) && offsetMinutes === 0;
}
