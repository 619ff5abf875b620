import type { Dialect } from '../markdown/dialect.ts';

/** How front matter is marked off: `---` lines, `+++` lines, a JSON object at the top, or not at all. */
export type Delimiter = 'yaml' | 'toml' | 'json' | 'none';

/** Of front matter that is there. */
export type WrittenDelimiter = Exclude<Delimiter, 'none'>;

export interface FrontMatter {
  readonly delimiter: Delimiter;
  /** Dates are strings as they were written: nothing is moved to another time zone. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The top-level keys in the order in which they were written. */
  readonly keys: readonly string[];
  /** What stands between the delimiters (for JSON, the object itself); lines end in "\n". */
  readonly raw: string;
}

/** A day, and a time of day where one was written. */
export interface PostDate {
  /** `2019-03-10`, or `2019-03-10T08:30:00+02:00` with the parts that were written; null parts are left out. */
  readonly iso: string;
  /** The form in which the post writes it: '2019-03-10 08:30:00 +0200'. */
  readonly written: string;
}

/** The key in the front matter that labels what a model wrote. */
export const GENERATED_LABEL = 'generated';

/** One post, as a blog keeps it: data at the top, Markdown below. */
export interface Post {
  /** The path or name that it is called by in messages; its folders and file name tell slug, date and draft. */
  readonly source: string;
  /** The part of its address that names it: from `slug` in the front matter, else from the file name. */
  readonly slug: string;
  readonly title: string | null;
  readonly date: PostDate | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  /** Kept out of the public blog: by `draft: true`, `published: false`, or its folder `_drafts`. */
  readonly draft: boolean;
  /** The day on which its site will show it, where that is to come and `draft` is true for no other reason. */
  readonly scheduledFor?: string;
  /** Written by a model and labelled so; learning from it again would be learning from an echo. */
  readonly generated: boolean;
  readonly frontMatter: FrontMatter;
  /** What follows the front matter; lines end in "\n". */
  readonly body: string;
  /** Of the file name, in lower case and with its dot: '.md'; '' when there is none. */
  readonly extension: string;
  /** What acts on the body before a reader sees it, where the site that it is from is known. */
  readonly dialect?: Dialect;
}
