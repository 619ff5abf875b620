import { portableBody } from '../../blog/corpus/markdown-form.ts';
import { portablePost } from '../../blog/import/portable-markdown.ts';
import { type PostFile, postFile } from '../../blog/import/post-file.ts';
import { countWords } from '../../blog/language/words.ts';
import type { Project } from '../../project/project.ts';
import { ConcurrentWrites, type KeptFile } from '../../project/write-many.ts';
import type { DocumentEvent } from '../corpus/documents.ts';
import { readPosts } from '../corpus/read-posts.ts';
import { skipped } from '../corpus/skipped.ts';
import type { ImportEvent, PostImportedEvent } from '../events/preparing.ts';
import type { Skipped } from '../events/reading.ts';
import { type ImportGiven, importSettings } from '../settings/import.ts';
import { checkSettings } from '../settings/settings-table.ts';

/**
 * Writes the posts of sites, exports and feeds to one file each, `2019-03-10-a-post.md`, with front matter and Markdown.
 * Nothing is overwritten: a file with the same content is left as it is, and otherwise a number is appended to the name.
 * Throws SettingFault, WriteFault, and the faults of `readPosts`.
 */
export async function* importPosts(given: ImportGiven, project: Project): AsyncGenerator<ImportEvent, void, undefined> {
  const settings = checkSettings(importSettings, given);
  const { out } = settings;
  await project.files.requireWritableFolder(out);
  const missed: Skipped[] = [];
  const keeper = await ConcurrentWrites.open(project.files, out);
  let [written, there, words, seen] = [0, 0, 0, 0];
  const importedEvents = function* (files: readonly KeptFile[]): Generator<PostImportedEvent> {
    for (const file of files) {
      if (file.wasThere) there++;
      else written++;
      yield { type: 'post-imported', ...file };
    }
  };
  try {
    for await (const event of readPosts(project, settings.posts, { ...settings, format: 'markdown' })) {
      if (event.type === 'skipped') missed.push(event);
      if (event.type === 'files-seen') seen += event.count;
      if (event.type !== 'document') {
        yield event;
        continue;
      }
      const file = fileOf(event);
      if (file === null) {
        const nothing = skipped(event.post.source, 'empty', 'it has nothing besides syntax of its site generator.');
        missed.push(nothing);
        yield nothing;
        continue;
      }
      words += countWords(event.post.body);
      yield* importedEvents(await keeper.keep(file.stem, file.extension, file.text));
    }
    yield* importedEvents(await keeper.finish());
  } finally {
    await keeper.settle();
  }
  yield { type: 'imported', out, written, there, words, seen, skipped: missed };
}

/** Null for a post without readable text. */
function fileOf({ post, text, hasGenerator }: DocumentEvent): PostFile | null {
  const portable = portablePost(post);
  const body = hasGenerator ? (portableBody(text, post) ?? portable.markdown()) : post.body;
  return body.trim() === '' ? null : postFile({ ...portable, markdown: () => body });
}
