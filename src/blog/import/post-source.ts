import { Fault } from '../../fault.ts';
import type { Post } from '../posts/post.ts';
import type { SiteFacts } from './sites/site-facts.ts';

/** A post as another system keeps it, on its way to be a file of front matter and Markdown. */
export interface ImportedPost {
  /** Where it stands in its source, for messages: 'item 12', 'posts/2019-03-10_a-post.html'. */
  readonly where: string;
  readonly title: string | null;
  /** The part of its address that names it; null: made of the title. */
  readonly slug: string | null;
  /** As the system writes it; what `readDate` does not know counts as none. */
  readonly date: string | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly description: string | null;
  /** The address at which the post is, or was, to be read. */
  readonly canonicalUrl: string | null;
  /** What its front matter says about its address, by key, for a generator to put it there again. */
  readonly addressKeys?: Readonly<Record<string, string>>;
  /** Not published, or not yet. */
  readonly draft: boolean;
  /** Why, where its system tells more than that: 'it waits for a review'. */
  readonly draftBecause?: string;
  /** Written by a model and labelled so. */
  readonly generated: boolean;
  /** Its Markdown, made when it is asked for: that is the slow part. */
  readonly markdown: () => string;
  /** What to tell of how it was read, each in a sentence. */
  readonly notes?: readonly string[];
}

/** Kinds of things in a source that are no posts to learn from. */
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

/** Something in a source that stays out, and why. */
export interface LeftOut {
  readonly leftOut: LeftOutFor;
  /** '' for what is told of the source as a whole. */
  readonly where: string;
  /** In a sentence. */
  readonly reason: string;
  /** How many things it stands for: the comments in an export are told of together. */
  readonly count: number;
}

export type SourceItem = ImportedPost | LeftOut;

export function leftOut(because: LeftOutFor, where: string, reason: string, count = 1): LeftOut {
  return { leftOut: because, where, reason, count };
}

/** The place of a thing with a title: 'item 12 (A post)'. */
export function placeWith(title: string | null, place: string): string {
  return title === null ? place : `${place} (${title})`;
}

/** A source that cannot be read on: `line` counts from 1, null where there are no lines. */
export class SourceFault extends Fault {
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
  /** In messages: 'a WordPress export'. */
  readonly name: string;
}

/** One file of text with many posts in it, or one. */
export interface DocumentSource extends NamedSource {
  readonly kind: 'document';
  /** By the file's name, in lower case and without folders, and the beginning of its text. */
  recognise(name: string, head: string): boolean;
  /** Holds one post in memory at a time where the format allows it. Throws SourceFault, after what could be read. */
  read(text: AsyncIterable<string>, source: string): AsyncIterable<SourceItem>;
}

/** Files packed together: a zip archive, or the folder that it was unpacked into. */
export interface Archive {
  /** What it is called in messages. */
  readonly name: string;
  /** Paths of the files in it; "/" divides. */
  readonly files: readonly string[];
  /** Files that are not among them, and why. */
  readonly unread?: readonly LeftOut[];
  /** The text of one of them, or why it cannot be had. */
  read(file: string): Promise<string | LeftOut>;
}

export interface ArchiveSource extends NamedSource {
  readonly kind: 'archive';
  recognise(files: readonly string[]): boolean;
  /** Holds one file in memory at a time. Throws SourceFault. */
  read(archive: Archive): AsyncIterable<SourceItem>;
}

/** The folder of a site, as far as its layout has to be known. Paths are relative to it; "/" divides. */
export interface SiteFolder {
  /** Names in a folder, '' for the site's own; none where there is no such folder. */
  names(folder: string): Promise<readonly string[]>;
  /** Paths of all folders of this name, however deep. */
  foldersNamed(name: string): Promise<readonly string[]>;
  /** The text of a file, null where there is none. */
  read(file: string): Promise<string | null>;
}

/** Where the Markdown of a site is. */
export interface SiteContent {
  /** Folders with posts in them. */
  readonly posts: readonly string[];
  /** Folders of which everything that is not under `posts` is a page. */
  readonly pages: readonly string[];
  /** In place of the source's `postExtensions`, where the site's settings name others. */
  readonly postExtensions?: readonly string[];
  /** In place of the source's `adapt`, where the site's settings and other files decide. */
  adapt?(post: Post, path: string, now: Date): Post | LeftOut;
}

export interface SiteSource extends NamedSource {
  readonly kind: 'site';
  /** What `--site` calls it. */
  readonly id: string;
  /** Extensions of files that its generator builds posts from and that can be read: in lower case, with the dot. */
  readonly postExtensions: readonly string[];
  /** Others that it builds posts from: why files with them cannot be read, in a sentence without a subject's name. */
  readonly unreadExtensions: Readonly<Record<string, string>>;
  /** By the names in the folder. */
  recognise(names: ReadonlySet<string>): boolean;
  /** By names that others have as well: asked where no site recognises them; without it never. */
  mayBe?(names: ReadonlySet<string>): boolean;
  /** Without `posts` where none of the places is there in which such a site has them. */
  content(site: SiteFolder): Promise<SiteContent>;
  /** Those of some names in its folder that its generator would put into the built site as they are; without it none. */
  exposed?(site: SiteFolder, names: readonly string[]): Promise<readonly string[]>;
  /** The post as this site's generator takes the file at `path` (relative to the site) on the day `today`. */
  adapt(post: Post, path: string, today: string): Post | LeftOut;
  /** What the site says about posts in `postsFolder`, a path relative to it. */
  facts(site: SiteFolder, postsFolder: string): Promise<SiteFacts>;
}

export type PostSource = DocumentSource | ArchiveSource | SiteSource;
