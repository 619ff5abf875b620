import type { Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { readPost } from '../posts/read-post.ts';
import { bareEntry, dateEntry, yamlUnlessWritten } from '../posts/write-front-matter.ts';
import { editFrontMatter } from './edit-front-matter.ts';
import { APPROVAL_KEY, type Approval, DAY_KEY, type QueuedDraft, queuedDraft } from './queue.ts';

/**
 * The file of a draft with another approval; every other character stays as it is, line ends and byte order marks
 * included. `file` is the whole text, and `post` what was read from it. `day` also sets the day on which it is
 * published, or removes it for null. Throws PostFault if the front matter is written so that it cannot be edited in
 * place, and the faults of `queuedDraft`.
 */
export function setApproval(
  file: string,
  post: Post,
  approval: Exclude<Approval, 'unreviewed'>,
  day?: string | null,
): string {
  const before = queuedDraft(post.source, post);
  const written = yamlUnlessWritten(post.frontMatter.delimiter);
  const changes = new Map<string, string | null>();
  if (before.approval !== approval) {
    changes.set(APPROVAL_KEY, bareEntry(written, APPROVAL_KEY, String(approval === 'approved')));
  }
  if (day !== undefined && before.day !== day) {
    changes.set(DAY_KEY, day === null ? null : dateEntry(written, DAY_KEY, day, 'none'));
  }
  if (changes.size === 0) return file;
  const edited = replaceRaw(file, post, editFrontMatter(post.frontMatter, changes, APPROVAL_KEY));
  checkEdited(post, edited, approval, day === undefined ? before.day : day);
  return edited;
}

/** The file with other front matter; only the characters that differ are replaced. */
export function replaceRaw(file: string, { frontMatter: { before, raw, lineEnd } }: Post, edited: string): string {
  const shortest = Math.min(raw.length, edited.length);
  let start = 0;
  while (start < shortest && raw[start] === edited[start]) start++;
  let end = 0;
  while (end < shortest - start && raw.at(-1 - end) === edited.at(-1 - end)) end++;
  const from = exactOffset(file, before.length + start);
  const to = exactOffset(file, before.length + raw.length - end);
  return file.slice(0, from) + edited.slice(start, edited.length - end).replaceAll('\n', lineEnd) + file.slice(to);
}

/** The offset in a text of an offset in the same text with "\n" for each line end. */
function exactOffset(text: string, offset: number): number {
  let at = 0;
  for (let left = offset; left > 0; left--) at += text.startsWith('\r\n', at) ? 2 : 1;
  return at;
}

function checkEdited(post: Post, edited: string, approval: Approval, day: string | null): void {
  const again = (() => {
    try {
      return readPost(post.source, edited);
    } catch (error) {
      if (error instanceof PostFault) return null;
      throw error;
    }
  })();
  const draft = again === null || again.frontMatter.delimiter === 'none' ? null : draftUnlessBroken(post.source, again);
  const isDecided = draft !== null && draft.approval === approval && draft.day === day;
  if (isDecided && draft.post.body === post.body && draft.post.title === post.title) return;
  const lines = [`${APPROVAL_KEY}: ${approval === 'approved'}`, ...(day === null ? [] : [`${DAY_KEY}: ${day}`])];
  const line = lines.length === 1 ? 'a line of its own' : 'lines of their own';
  throw new PostFault(
    post.source,
    1,
    `its front matter cannot be edited in place; put ${lines.join(' and ')} on ${line}, by hand.`,
  );
}

function draftUnlessBroken(source: string, post: Post): QueuedDraft | null {
  try {
    return queuedDraft(source, post);
  } catch (error) {
    if (error instanceof PostFault) return null;
    throw error;
  }
}
