import { countWords } from '../blog/corpus/count-words.ts';
import type { Post } from '../blog/posts/post.ts';
import { portablePost } from '../blog/sources/portable-markdown.ts';
import { type PostFile, postFile } from '../blog/sources/post-file.ts';
import { keepFile } from '../node/files/keep-file.ts';
import { type PassedOver, type PassedOverEvent, passedOver } from './passed-over.ts';
import type { NoteEvent, SourceEvent } from './post-events.ts';
import { readPosts } from './read-posts.ts';
import type { ReadingEvent } from './read-tokens.ts';
import { type ImportGiven, importSettings } from './settings/import.ts';
import { checkSettings } from './settings.ts';

/** A post has its file. */
export interface PostImportedEvent {
  readonly type: 'post-imported';
  readonly path: string;
  /** The same file was there already. */
  readonly wasThere: boolean;
}

export interface ImportedEvent {
  readonly type: 'imported';
  readonly out: string;
  /** Files that were written, and those that were there already, word for word. */
  readonly written: number;
  readonly there: number;
  readonly words: number;
  readonly passedOver: readonly PassedOver[];
}

export type ImportEvent = ReadingEvent | SourceEvent | PassedOverEvent | NoteEvent | PostImportedEvent | ImportedEvent;

/**
 * Writes the posts of sites, exports and feeds into files of their own, `2019-03-10-a-post.md`, front matter above and
 * Markdown below. No file is overwritten: one with the same content is left as it is, and beside another one of the name
 * a number is put behind it. Throws SettingFault, WriteFault, and what `readPosts` throws.
 */
export async function* importPosts(
  given: ImportGiven,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<ImportEvent, void, undefined> {
  const { posts: inputs, out, drafts, encoding, site } = checkSettings(importSettings, given);
  const missed: PassedOver[] = [];
  let [written, there, words] = [0, 0, 0];
  for await (const event of readPosts(inputs, { format: 'markdown', drafts, encoding, site, signal })) {
    if (event.type !== 'document') {
      if (event.type === 'passed over') missed.push(event);
      yield event;
      continue;
    }
    const notes: string[] = [];
    const file = fileOf(event.post, (note) => notes.push(note));
    for (const note of notes) yield { type: 'note', path: event.post.source, note };
    if (file === null) {
      const nothing = passedOver(event.post.source, 'empty', 'there is no text in it but what its generator acts on.');
      missed.push(nothing);
      yield nothing;
      continue;
    }
    const { path, wasThere } = await keepFile(out, file.stem, file.extension, file.text);
    if (wasThere) there++;
    else written++;
    words += countWords(event.post.body);
    yield { type: 'post-imported', path, wasThere };
  }
  yield { type: 'imported', out, written, there, words, passedOver: missed };
}

/** Null for a post without a body. */
function fileOf(post: Post, tell: (note: string) => void): PostFile | null {
  const portable = portablePost(post, tell);
  const body = portable.markdown();
  return body.trim() === '' ? null : postFile({ ...portable, markdown: () => body });
}
