import { offsetMinutes } from '../publishing/zoned-time.ts';
import type { BlogForm } from './blog-form.ts';
import type { DateStyle } from './date-style.ts';

/**
 * A blog's form for something that is dated now: with the offset that the clock of a zone has at that moment, which in
 * winter is not that of a post of the summer. A blog that writes UTC goes on with it.
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

/** `Z`, `UTC` and `+0000` say so; a date that names no zone is on the blogger's own clock. */
function isUtc({ pattern, offsetMinutes }: DateStyle): boolean {
  return /(?:Z|UTC)$/i.test(pattern) && offsetMinutes === 0;
}
