import { otherKinds } from '../../blog/import/other-files.ts';
import { unreadFormats } from '../../blog/posts/file-kinds.ts';
import type { SkippedEvent } from '../events/reading.ts';
import type { FoundPosts, OtherFiles } from './find-posts.ts';
import { skipped } from './skipped.ts';

/** Files that were found while looking for posts, and that are not read. */
export interface LeftOutFiles {
  /** Files in formats that posts may be written in. */
  readonly formats: readonly OtherFiles[];
  readonly others: readonly OtherFiles[];
  /** Folders that were not searched. */
  readonly skipped: FoundPosts['skipped'];
}

/**
 * Picks the files in `all` that are not read. Those with an extension in `unread` that were also found in `posts` may be
 * posts; all others belong to the site.
 */
export function leftOutFiles(
  all: FoundPosts,
  posts: FoundPosts = all,
  unread: Readonly<Record<string, string>> = unreadFormats,
): LeftOutFiles {
  const formats = posts.others.filter(({ extension }) => unread[extension] !== undefined);
  const counted = new Map(formats.map(({ extension, count }) => [extension, count]));
  const others = all.others
    .map((files) => ({ ...files, count: files.count - (counted.get(files.extension) ?? 0) }))
    .filter(({ count }) => count > 0);
  return { formats, others, skipped: all.skipped };
}

/**
 * One event for each format, each kind of other file, and each folder that was not searched. `folder` contains them all.
 */
export function* leftOutFileEvents(folder: string, files: LeftOutFiles): Generator<SkippedEvent> {
  for (const { extension, example, count } of files.formats) {
    yield skipped(example, 'other format', unreadFormats[extension], count);
  }
  for (const { leftOut, reason, count } of otherKinds(files.others)) yield skipped(folder, leftOut, reason, count);
  for (const { path, reason } of files.skipped) yield skipped(path, 'other file', reason);
}

/** How many files were found while looking for posts; a folder that was not searched counts as one. */
export function filesSeen({ files, unread, others, skipped }: FoundPosts): number {
  const counted = others.reduce((sum, { count }) => sum + count, 0);
  return files.length + unread.length + counted + skipped.length;
}
