import type { PostDate } from './post.ts';
import { readDate } from './post-date.ts';

/** What a path says about a post. */
export interface FileName {
  readonly slug: string;
  readonly date: PostDate | null;
  /** Whether it is in a folder `_drafts`. */
  readonly isDraft: boolean;
  /** In lower case, with its dot; '' if there is none. */
  readonly extension: string;
}

/** Names of files that describe a folder or a project, in lower case, without extension. */
const aboutFolders = [
  'readme',
  'license',
  'licence',
  'contributing',
  'contributors',
  'changelog',
  'code_of_conduct',
  'code-of-conduct',
  'security',
  'support',
  'governance',
  'maintainers',
  'authors',
];

/**
 * Reads a path as blogs lay out their files: `_posts/2019-03-10-a-slug.md` (Jekyll), `a-slug/index.md` (a Hugo leaf
 * bundle or a Gatsby post), `a-slug.md`. Slashes and backslashes both separate folders.
 */
export function readFileName(source: string): FileName {
  const folders = source.split(/[\\/]+/);
  const file = folders.pop()!;
  const [, name, extension] = /^(.+?)(\.[^.]*)?$/s.exec(file) ?? ['', file, undefined];
  const ownName = name === 'index' ? (folders.at(-1) ?? name) : name;
  const [, written, rest] = /^(\d{4}-\d{1,2}-\d{1,2})[-_](.+)$/s.exec(ownName) ?? [];
  const date = written === undefined ? null : readDate(written);
  return {
    slug: date === null ? ownName : rest,
    date,
    isDraft: folders.includes('_drafts'),
    extension: (extension ?? '').toLowerCase(),
  };
}

/** Whether a file is the page of a Hugo section, `_index.md`. */
export function isSectionPage(source: string): boolean {
  return /(?:^|[\\/])_index\.[^.\\/]+$/.test(source);
}

/** Whether a file is a README or the like, which is a post only if it has front matter. */
export function isAboutItsFolder(source: string): boolean {
  const name = source.split(/[\\/]/).at(-1)!;
  return aboutFolders.includes(name.replace(/\.[^.]*$/, '').toLowerCase());
}
