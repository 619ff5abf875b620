import { fileKind } from '../../blog/posts/file-kinds.ts';
import type { FoundPosts } from '../../node/files/find-posts.ts';
import { type PassedOverEvent, passedOver } from './passed-over.ts';

/**
 * What lay among the posts and is not one: a line for each format that somebody may have written a post in, one for each
 * kind of other file, and one for each folder of a model or run. `folder`: where they were looked for.
 */
export function* leftOutFiles(folder: string, { others, modelFolders }: FoundPosts): Generator<PassedOverEvent> {
  const kinds = new Map<string, { extensions: string[]; count: number }>();
  for (const { extension, example, count } of others) {
    const { name, mayBePost } = fileKind(extension);
    if (mayBePost) {
      yield passedOver(example, 'other format', `${nameOf(extension)} is ${name}, which is not read.`, count);
      continue;
    }
    const kind = kinds.get(name) ?? { extensions: [], count: 0 };
    kinds.set(name, { extensions: [...kind.extensions, nameOf(extension)], count: kind.count + count });
  }
  for (const [name, { extensions, count }] of kinds) {
    yield passedOver(folder, 'other file', `${name} (${extensions.sort().join(' ')}).`, count);
  }
  for (const path of modelFolders) yield passedOver(path, 'other file', 'the folder of a model or of a run.');
}

/** How many files were seen where posts were looked for; a folder of a model or a run counts as one. */
export function filesSeen({ files, unread, others, modelFolders }: FoundPosts): number {
  const counted = others.reduce((sum, { count }) => sum + count, 0);
  return files.length + unread.length + counted + modelFolders.length;
}

function nameOf(extension: string): string {
  return extension === '' ? 'a name without an extension' : extension;
}
