import type { CategoryWords } from './choose-category.ts';
import type { TagUse } from './choose-tags.ts';
import type { DateStyle } from './date-style.ts';

/** The quotes around a value. Where a value cannot go without them, or not in single ones, double ones are written. */
export type Quote = 'none' | 'single' | 'double';

/** How several names are written: `[a, b]`, one per line with a hyphen, or as one string, divided. */
export type ListShape = 'flow' | 'block' | 'commas' | 'spaces';

/** One line (or a few) of front matter, in the place that it has in the blog. */
export type FormField =
  | { readonly holds: 'title'; readonly key: string; readonly quote: Quote }
  | { readonly holds: 'summary'; readonly key: string; readonly quote: Quote }
  | { readonly holds: 'date'; readonly key: string; readonly quote: Quote; readonly style: DateStyle }
  | {
      readonly holds: 'categories' | 'tags';
      readonly key: string;
      readonly quote: Quote;
      readonly shape: ListShape;
      /** In front of the hyphens of a block. */
      readonly indent: string;
    }
  /** The same in every post, such as `layout: post`; `text` is the entry as the blog writes it. */
  | { readonly holds: 'constant'; readonly key: string; readonly text: string };

/** `2014-02-09-slug.md`, `slug.md`, or `slug/index.md`. */
export interface FileNameForm {
  /** What stands between date and slug; null when names have no date. */
  readonly afterDate: '-' | '_' | null;
  readonly inOwnFolder: boolean;
  /** With its dot. */
  readonly extension: string;
}

/** Which marks in a body the blog's generator would execute: Jekyll's tags, Hugo's shortcodes, or none. */
export type TemplateLanguage = 'liquid' | 'shortcodes' | 'none';

/** How a blog writes a post down: all that a new one has to look like. */
export interface BlogForm {
  readonly delimiter: 'yaml' | 'toml' | 'json';
  readonly fields: readonly FormField[];
  /** A blank line stands between front matter and body. */
  readonly blankLineBeforeBody: boolean;
  readonly fileName: FileNameForm;
  readonly templates: TemplateLanguage;
  readonly categories: readonly CategoryWords[];
  readonly tags: readonly TagUse[];
}
