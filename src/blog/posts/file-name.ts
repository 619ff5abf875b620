import type { PostDate } from './post.ts';
import { readDate } from './post-date.ts';

/** What a path says about a post. */
export interface FileName {
  readonly slug: string;
  readonly date: PostDate | null;
  /** It lies in a folder `_drafts`. */
  readonly isDraft: boolean;
  /** In lower case and with its dot; '' when there is none. */
  readonly extension: string;
}

/** Files that tell about a folder or a project, by their names without extension, in lower case. */
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
 * Reads a path as blogs lay out their files: `_posts/2019-03-10-a-slug.md` (Jekyll), `a-slug/index.md` (a leaf
 * bundle of Hugo's, a post of Gatsby's), `a-slug.md`. Both slashes divide folders.
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

/** Hugo's `_index.md` is the page of a section. */
export function isSectionPage(source: string): boolean {
  return /(?:^|[\\/])_index\.[^.\\/]+$/.test(source);
}

/** README and the like, which become posts only by having front matter. */
export function isAboutItsFolder(source: string): boolean {
  const name = source.split(/[\\/]/).at(-1)!;
  return aboutFolders.includes(name.replace(/\.[^.]*$/, '').toLowerCase());
}
