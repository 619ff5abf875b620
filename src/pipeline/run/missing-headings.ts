import { escapeEndMark } from '../../blog/corpus/end-mark.ts';
import type { Files } from '../../project/files.ts';
import type { NoticeEvent } from '../events/training.ts';
import type { WrittenPost } from '../events/writing.ts';

/** What to say of a written post that reached `length` tokens before it had all headings that were given; null if it has them. */
export async function missingHeadings(
  files: Files,
  { path }: WrittenPost,
  headings: readonly string[],
  length: number,
): Promise<NoticeEvent | null> {
  if (headings.length === 0) return null;
  const lines = new Set(new TextDecoder().decode(await files.read(path)).split('\n'));
  const found = headings.filter((heading) => lines.has(heading) || lines.has(escapeEndMark(heading)));
  if (found.length === headings.length) return null;
  return {
    type: 'notice',
    text:
      `${path} has ${found.length} of the ${headings.length} headings of the outline, because it ended at length ${length} (tokens): ` +
      'raise length, or give fewer headings.',
  };
}
