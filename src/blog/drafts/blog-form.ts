import type { TemplateLanguage } from '../import/sites/site-facts.ts';
import type { WrittenDelimiter } from '../posts/post.ts';
import type { ListShape, Marks, Quote } from '../posts/write-front-matter.ts';
import type { CategoryWords } from './choose-category.ts';
import type { TagUse } from './choose-tags.ts';
import type { DateStyle } from './date-style.ts';
import type { SlugForm } from './slug.ts';

/** One line (or a few) of front matter, in the place that it has in the blog. */
export type FormField =
  | { readonly holds: 'title'; readonly key: string; readonly quote: Quote }
  | { readonly holds: 'summary'; readonly key: string; readonly quote: Quote }
  | { readonly holds: 'slug'; readonly key: string; readonly quote: Quote }
  | { readonly holds: 'date'; readonly key: string; readonly quote: Quote; readonly style: DateStyle }
  | {
      readonly holds: 'categories' | 'tags';
      readonly key: string;
      readonly quote: Quote;
      readonly shape: ListShape;
      /** In front of the hyphens of a block. */
      readonly indent: string;
    }
  /** `before` and `after` stand around the minutes: '' and ' min read'; `quote` is null for a bare number. */
  | {
      readonly holds: 'reading time';
      readonly key: string;
      readonly quote: Quote | null;
      readonly before: string;
      readonly after: string;
    }
  /** The same in every post, such as `layout: post`; `text` is the entry as the blog writes it. */
  | { readonly holds: 'constant'; readonly key: string; readonly text: string };

/** `2014-02-09-slug.md`, `slug.md`, `slug/index.md`, or one of these in `2014/02/`. */
export interface FileNameForm {
  /** The folders of a date that it lies in, as a pattern of `writeDate`: `YYYY`, `YYYY/MM`; '' when it is in none. */
  readonly dateFolders: string;
  /** What stands between date and slug; null when names have no date. */
  readonly afterDate: '-' | '_' | null;
  readonly inOwnFolder: boolean;
  /** With its dot. */
  readonly extension: string;
  /** Minutes east of UTC of the clock that its dates are read from. */
  readonly offsetMinutes: number;
}

/** How a blog writes a post down: all that a new one has to look like. */
export interface BlogForm {
  readonly delimiter: WrittenDelimiter;
  /** The marks around front matter, where they are not the usual ones of the delimiter. */
  readonly marks?: Marks;
  readonly fields: readonly FormField[];
  /** A blank line stands between front matter and body. */
  readonly blankLineBeforeBody: boolean;
  readonly fileName: FileNameForm;
  readonly slug: SlugForm;
  /** What its generator would execute in a body. */
  readonly templates: TemplateLanguage;
  /** By how many words a minute its reading times are reckoned. */
  readonly wordsAMinute: number;
  /** Addresses that its posts link to, and the slugs of its posts: what a relative link may lead to. */
  readonly addresses: ReadonlySet<string>;
  readonly categories: readonly CategoryWords[];
  readonly tags: readonly TagUse[];
}
