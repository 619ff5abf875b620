import type { Dialect } from '../markdown/dialect.ts';

/** How front matter is delimited: by `---` lines, by `+++` lines, as a JSON object at the top, or not at all. */
export type Delimiter = 'yaml' | 'toml' | 'json' | 'none';

/** The delimiter of front matter that exists. */
export type WrittenDelimiter = Exclude<Delimiter, 'none'>;

export interface FrontMatter {
  readonly delimiter: Delimiter;
  /** Dates are strings as written; they are never converted to another time zone. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The same data, except that plain values YAML does not read as text are kept as typed: `True`, `1.10`, `null`. */
  readonly typed: Readonly<Record<string, unknown>>;
  /** The top-level keys in the order of the file. */
  readonly keys: readonly string[];
  /** The text between the delimiters (for JSON, the object itself); lines end in "\n". */
  readonly raw: string;
  /** The text of the file before `raw`, and from `raw` to the body: the delimiter lines as typed. */
  readonly before: string;
  readonly after: string;
  /** How the lines of the file end; "\n" if line endings are mixed. */
  readonly lineEnd: '\n' | '\r\n';
}

/** A note on something in front matter that could not be read or is ambiguous. */
export interface PostNote {
  readonly key: string;
  /** Line in the file, from 1. */
  readonly line: number;
  /** A sentence: 'the date "soon" could not be read.' */
  readonly note: string;
}

/** A day, with a time of day if one was written. */
export interface PostDate {
  /** `2019-03-10`, or `2019-03-10T08:30:00+02:00`; a time or zone that was not written is omitted. */
  readonly iso: string;
  /** As written in the post: '2019-03-10 08:30:00 +0200'. */
  readonly written: string;
  /** The time zone as written, if it is unknown and therefore not in `iso`: '+25:00'. */
  readonly unknownZone?: string;
}

/** The front-matter key that labels posts written by a model. */
export const GENERATED_LABEL = 'generated';

/** A blog post: front matter at the top, Markdown below. */
export interface Post {
  /** The path or name used in messages; folders and file name may give the slug, the date and whether it is a draft. */
  readonly source: string;
  /** The last part of its address: `slug` from the front matter, otherwise from the file name. */
  readonly slug: string;
  readonly title: string | null;
  readonly date: PostDate | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  /** Not public: in a folder `_drafts`, or hidden by front matter such as `draft: true`; see `hidesPost`. */
  readonly draft: boolean;
  /** The future day on which its site will show it, if that is the only reason why `draft` is true. */
  readonly scheduledFor?: string;
  /** Labelled as written by a model. Such posts are not used for training. */
  readonly generated: boolean;
  /** Notes on front matter that was not understood and is therefore missing here. */
  readonly notes: readonly PostNote[];
  readonly frontMatter: FrontMatter;
  /** The text after the front matter; lines end in "\n". */
  readonly body: string;
  /** The file name's extension in lower case, with its dot: '.md'; '' if it has none. */
  readonly extension: string;
  /** The template language and Markdown flavour of its site, if the site is known. */
  readonly dialect?: Dialect;
}
