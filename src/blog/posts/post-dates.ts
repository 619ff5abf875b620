import { isNo, isYes } from './booleans.ts';
import { changeKeys, dateKeys, keysNamed } from './known-keys.ts';
import type { FrontMatter, PostDate } from './post.ts';
import { isAmbiguousDate, readDate } from './post-date.ts';
import { type AddNote, shownValue } from './post-notes.ts';

/** Eleventy's words for the times of a file, and placeholders for no date; neither is reported. */
const NO_DATE = /^(?:(?:git )?(?:last modified|created)|0{4}-0{2}-0{2}(?:[T ].*)?|0001-01-01(?:[T ].*)?|null|~|)$/i;

/** The date under the first of `dateKeys` that holds one; reports unreadable dates under keys before it. */
export function dateOfPost(frontMatter: FrontMatter, addNote: AddNote): PostDate | null {
  for (const key of dateKeys.flatMap((name) => keysNamed(frontMatter, name))) {
    const value = frontMatter.typed[key];
    const date = dateIn(value);
    if (date !== null) {
      if (isAmbiguousDate(date.written)) {
        addNote(
          key,
          `the date ${shownValue(date.written)} is ambiguous and was read with the month first; write it as ${date.iso.slice(0, 10)} if that is right.`,
        );
      }
      const zone = zoneNote(date);
      if (zone !== null) addNote(key, zone);
      return date;
    }
    if (!isNoDate(value)) addNote(key, `the date ${shownValue(value)} could not be read.`);
  }
  return null;
}

/** A sentence about a time zone that was left out: 'the time zone "+25:00" of …'; null for a known one. */
export function zoneNote({ written, unknownZone }: PostDate): string | null {
  if (unknownZone === undefined) return null;
  return `the time zone ${shownValue(unknownZone)} of the date ${shownValue(written)} is unknown and was left out.`;
}

/** The day on which a post was last changed, for posts without a publication date. */
export function changeDate(frontMatter: FrontMatter): PostDate | null {
  for (const key of changeKeys.flatMap((name) => keysNamed(frontMatter, name))) {
    const date = dateIn(frontMatter.typed[key]);
    if (date !== null) return date;
  }
  return null;
}

/** The date in a value; a list with one date counts as that date. */
function dateIn(value: unknown): PostDate | null {
  if (Array.isArray(value) && value.length === 1) return dateIn(value[0]);
  return typeof value === 'string' || typeof value === 'number' ? readDate(String(value)) : null;
}

function isNoDate(value: unknown): boolean {
  if (value === null || value === undefined || isYes(value) || isNo(value)) return true;
  return typeof value === 'string' && NO_DATE.test(value.trim());
}
