import type { Post } from '../posts/post.ts';
import type { FileNameForm } from './blog-form.ts';
import { writeDate } from './date-style.ts';

/** Date folders at the end of a path: `2014`, `2014/02`, `2014/02/09`. */
const DATE_FOLDERS = /(?:^|\/)((?:19|20)\d\d(?:\/(?:0[1-9]|1[0-2])(?:\/(?:0[1-9]|[12]\d|3[01]))?)?)$/;

/** How a blog names its files, learned from one of its posts and its clock; `slug.md` without a post. */
export function fileNameForm(model: Post | null, offsetMinutes: number): FileNameForm {
  const parts = (model?.source ?? '').split(/[\\/]+/);
  const inOwnFolder = /^index\.[^.]+$/.test(parts.at(-1)!);
  const named = parts.length - (inOwnFolder ? 2 : 1);
  const [, afterDate] = /^\d{4}-\d{2}-\d{2}([-_])/.exec(parts[named] ?? '') ?? [];
  return {
    dateFolders: dateFolders(parts.slice(0, Math.max(named, 0)), model),
    afterDate: afterDate === '-' || afterDate === '_' ? afterDate : null,
    inOwnFolder,
    extension: model?.extension || '.md',
    offsetMinutes,
  };
}

/** A new post's path relative to the folder of posts, with "/" as separator. */
export function fileNameIn(
  { dateFolders, afterDate, inOwnFolder, extension, offsetMinutes }: FileNameForm,
  slug: string,
  date: Date,
): string {
  const dated = (pattern: string): string => writeDate(date, { pattern, offsetMinutes });
  const folders = dateFolders === '' ? '' : `${dated(dateFolders)}/`;
  const name = (afterDate === null ? '' : dated('YYYY-MM-DD') + afterDate) + slug;
  return folders + (inOwnFolder ? `${name}/index${extension}` : `${name}${extension}`);
}

/** A post's folders, if they are those of its date. */
function dateFolders(folders: readonly string[], model: Post | null): string {
  const found = DATE_FOLDERS.exec(folders.join('/'))?.[1] ?? '';
  const day = model?.date?.iso.slice(0, 10).replaceAll('-', '/') ?? found;
  if (found === '' || !day.startsWith(found)) return '';
  return 'YYYY/MM/DD'.slice(0, found.length);
}
