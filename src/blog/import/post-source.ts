import { Fault } from '../../fault.ts';
import type { Post } from '../posts/post.ts';
import type { SiteFacts } from './sites/site-facts.ts';

/** A post read from another system, before it becomes a file of front matter and Markdown. */
export interface ImportedPost {
  /** Its place in the source, for messages: 'item 12', 'posts/2019-03-10_a-post.html'. */
  readonly where: string;
  readonly title: string | null;
  /** The part of its address that names it; null: to be made from the title. */
  readonly slug: string | null;
  /** As the system writes it; a date that `readDate` does not understand counts as missing. */
  readonly date: string | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly description: string | null;
  /** The address at which the post is or was published. */
  readonly canonicalUrl: string | null;
  /** Front matter keys that set its address, for a generator to use again. */
  readonly addressKeys?: Readonly<Record<string, string>>;
  /** Not published, or not yet. */
  readonly draft: boolean;
  /** The reason, if the system gives one: 'it is waiting for review'. */
  readonly draftBecause?: string;
  /** Written by a model and labelled so. */
  readonly generated: boolean;
  /** Makes its Markdown; this is the slow part. */
  readonly markdown: () => string;
  /** Notes on how it was read, one sentence each. */
  readonly notes?: readonly string[];
}

/** Kinds of things in a source that are not posts to learn from. */
export type LeftOutFor =
  | 'page'
  | 'comment'
  | 'attachment'
  | 'other type'
  | 'private'
  | 'deleted'
  | 'excerpt'
  | 'expired'
  | 'future'
  | 'translation'
  | 'empty'
  | 'broken'
  | 'other format'
  | 'other file'
  | 'no post';

/** Something in a source that was left out, and why. */
export interface LeftOut {
  readonly leftOut: LeftOutFor;
  /** '' if it concerns the whole source. */
  readonly where: string;
  /** A sentence. */
  readonly reason: string;
  /** How many things it stands for: all comments of an export are reported together. */
  readonly count: number;
}

export type SourceItem = ImportedPost | LeftOut;

export function leftOut(because: LeftOutFor, where: string, reason: string, count = 1): LeftOut {
  return { leftOut: because, where, reason, count };
}

/** A place with the title of what is there: 'item 12 (A post)'. */
export function placeWith(title: string | null, place: string): string {
  return title === null ? place : `${place} (${title})`;
}

/** A source that cannot be read further; `line` counts from 1 and is null if there are no lines. */
export class SourceFault extends Fault {
  override readonly code: string = 'source';

  readonly line: number | null;
  /** What is wrong, without the place. */
  readonly reason: string;

  constructor(source: string, line: number | null, reason: string, options?: { cause?: unknown }) {
    super(`${source}${line === null ? '' : `, line ${line}`}: ${reason}`, options);
    this.line = line;
    this.reason = reason;
  }
}

interface NamedSource {
  /** Its name in messages: 'a WordPress export'. */
  readonly name: string;
}

/** A text file with one or more posts. */
export interface DocumentSource extends NamedSource {
  readonly kind: 'document';
  /** Decides by the file's name, in lower case and without folders, and the beginning of its text. */
  recognise(name: string, head: string): boolean;
  /**
   * Holds one post in memory at a time if the format allows it. Throws SourceFault, after everything that could be
   * read.
   */
  read(text: AsyncIterable<string>, source: string): AsyncIterable<SourceItem>;
}

/** Files packed together: a zip archive, or the folder it was unpacked into. */
export interface Archive {
  /** Its name in messages. */
  readonly name: string;
  /** Paths of its files, separated by "/". */
  readonly files: readonly string[];
  /** Files that are not listed in `files`, and why. */
  readonly unread?: readonly LeftOut[];
  /** The text of a file, or why it cannot be read. */
  read(file: string): Promise<string | LeftOut>;
}

export interface ArchiveSource extends NamedSource {
  readonly kind: 'archive';
  recognise(files: readonly string[]): boolean;
  /** Holds one file in memory at a time. Throws SourceFault. */
  read(archive: Archive): AsyncIterable<SourceItem>;
}

/** A site's folder, for finding out its layout. Paths are relative to it and separated by "/". */
export interface SiteFolder {
  /** Names in a folder, '' for the site's own; empty if the folder does not exist. */
  names(folder: string): Promise<readonly string[]>;
  /** Paths of all folders with this name, at any depth. */
  foldersNamed(name: string): Promise<readonly string[]>;
  /** The text of a file; null if it does not exist. */
  read(file: string): Promise<string | null>;
}

/** Where a site's Markdown is. */
export interface SiteContent {
  /** Folders with posts in them. */
  readonly posts: readonly string[];
  /** Folders in which everything outside `posts` is a page. */
  readonly pages: readonly string[];
  /** Replaces the source's `postExtensions` if the site's settings name other extensions. */
  readonly postExtensions?: readonly string[];
  /** Replaces the source's `adapt` if the site's settings and other files decide. */
  adapt?(post: Post, path: string, now: Date): Post | LeftOut;
}

/** The names of the site generators for `--site`. */
export type SiteId =
  | 'astro'
  | 'docusaurus'
  | 'eleventy'
  | 'gatsby'
  | 'hexo'
  | 'hugo'
  | 'jekyll'
  | 'nikola'
  | 'pelican'
  | 'zola';

export interface SiteSource extends NamedSource {
  readonly kind: 'site';
  readonly id: SiteId;
  /** Extensions of readable files that its generator builds posts from, in lower case and with the dot. */
  readonly postExtensions: readonly string[];
  /** Other extensions it builds posts from, and why they cannot be read: a sentence without the file's name. */
  readonly unreadExtensions: Readonly<Record<string, string>>;
  /** Decides by the names in the folder. */
  recognise(names: ReadonlySet<string>): boolean;
  /** Decides by what a file says whose name other generators use too. Without it, only the names count. */
  recogniseIn?(site: SiteFolder, names: ReadonlySet<string>): Promise<boolean>;
  /** Decides by names that other generators use too; asked only if no site recognises the folder. Without it, never. */
  mayBe?(names: ReadonlySet<string>): boolean;
  /** `posts` is empty if none of the folders exists in which such a site keeps its posts. */
  content(site: SiteFolder): Promise<SiteContent>;
  /** Which of these names in its folder the generator would copy into the built site unchanged; without it, none. */
  exposed?(site: SiteFolder, names: readonly string[]): Promise<readonly string[]>;
  /** The post that this site's generator makes of the file at `path` (relative to the site) on the day `today`. */
  adapt(post: Post, path: string, today: string): Post | LeftOut;
  /** What the site says about posts in `postsFolder`, relative to the site. */
  facts(site: SiteFolder, postsFolder: string): Promise<SiteFacts>;
}

export type PostSource = DocumentSource | ArchiveSource | SiteSource;
