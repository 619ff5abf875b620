import type { PictureField, PictureForm } from '../covers/picture-form.ts';
import type { TemplateLanguage } from '../import/sites/site-facts.ts';
import type { WrittenDelimiter } from '../posts/post.ts';
import type { ListShape, Marks, Quote } from '../posts/write-front-matter.ts';
import type { CategoryWords } from './choose-category.ts';
import type { TagUse } from './choose-tags.ts';
import type { DateStyle } from './date-style.ts';
import type { SlugForm } from './slug.ts';

/** One entry of front matter, in the blog's order. */
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
      /** The indent before the hyphens of a block list. */
      readonly indent: string;
    }
  /** `before` and `after` surround the minutes, such as '' and ' min read'; `quote` is null for a bare number. */
  | {
      readonly holds: 'reading time';
      readonly key: string;
      readonly quote: Quote | null;
      readonly before: string;
      readonly after: string;
    }
  | ({ readonly holds: 'picture' } & PictureField)
  /** A text for people who do not see the picture. */
  | { readonly holds: 'alt'; readonly key: string; readonly quote: Quote }
  /** The same in every post, such as `layout: post`; `text` is the entry as the blog writes it. */
  | { readonly holds: 'constant'; readonly key: string; readonly text: string };

/** `2014-02-09-slug.md`, `slug.md`, `slug/index.md`, or one of these in `2014/02/`. */
export interface FileNameForm {
  /** Its date folders, as a pattern of `writeDate`: `YYYY`, `YYYY/MM`; '' for none. */
  readonly dateFolders: string;
  /** The separator between date and slug; null if names have no date. */
  readonly afterDate: '-' | '_' | null;
  readonly inOwnFolder: boolean;
  /** With its dot. */
  readonly extension: string;
  /** Minutes east of UTC, for dates in names. */
  readonly offsetMinutes: number;
}

/** The form of a blog's posts, which a new post must have. */
export interface BlogForm {
  readonly delimiter: WrittenDelimiter;
  /** The marks around front matter, if not the delimiter's usual ones. */
  readonly marks?: Marks;
  readonly fields: readonly FormField[];
  /** The pictures that each post has: those of its fields, and those that no key names. Usually one or none. */
  readonly pictures: readonly PictureForm[];
  /** Whether a blank line separates front matter and body. */
  readonly blankLineBeforeBody: boolean;
  readonly fileName: FileNameForm;
  readonly slug: SlugForm;
  /** What its generator would execute in a body. */
  readonly templates: TemplateLanguage;
  /** The reading speed that its reading times imply. */
  readonly wordsPerMinute: number;
  /** Addresses that its posts link to, and its posts' slugs: valid targets for relative links. */
  readonly addresses: ReadonlySet<string>;
  readonly categories: readonly CategoryWords[];
  readonly tags: readonly TagUse[];
}
