import { changeKeys, dateKeys, keysNamed } from './known-keys.ts';
import type { FrontMatter, PostDate } from './post.ts';
import { isAmbiguousDate, readDate } from './post-date.ts';
import { shownValue, type TellNote } from './post-notes.ts';
import { isNo, isYes } from './truths.ts';

/** Words by which Eleventy asks for the times of a file, and what stands for no date at all: they are no faults. */
const NO_DATE = /^(?:(?:git )?(?:last modified|created)|0{4}-0{2}-0{2}(?:[T ].*)?|0001-01-01(?:[T ].*)?|null|~|)$/i;

/** The date under the first of `dateKeys` that holds one; tells what stands under those before it. */
export function dateOfPost(frontMatter: FrontMatter, tell: TellNote): PostDate | null {
  for (const key of dateKeys.flatMap((name) => keysNamed(frontMatter, name))) {
    const value = frontMatter.typed[key];
    const date = dateIn(value);
    if (date !== null) {
      if (isAmbiguousDate(date.written)) {
        tell(
          key,
          `the date ${shownValue(date.written)} can be read with its month or its day first; 2019-03-10 is clear.`,
        );
      }
      return date;
    }
    if (!isNoDate(value)) tell(key, `the date ${shownValue(value)} could not be read.`);
  }
  return null;
}

/** The day on which a post was changed, where nothing says when it was published. */
export function changeDate(frontMatter: FrontMatter): PostDate | null {
  for (const key of changeKeys.flatMap((name) => keysNamed(frontMatter, name))) {
    const date = dateIn(frontMatter.typed[key]);
    if (date !== null) return date;
  }
  return null;
}

/** A list of one date counts as that date. */
function dateIn(value: unknown): PostDate | null {
  if (Array.isArray(value) && value.length === 1) return dateIn(value[0]);
  return typeof value === 'string' || typeof value === 'number' ? readDate(String(value)) : null;
}

function isNoDate(value: unknown): boolean {
  if (value === null || value === undefined || isYes(value) || isNo(value)) return true;
  return typeof value === 'string' && NO_DATE.test(value.trim());
}
