import type { Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { readPost } from '../posts/read-post.ts';
import { bareEntry, yamlUnlessWritten } from '../posts/write-front-matter.ts';
import { editFrontMatter } from './edit-front-matter.ts';
import { APPROVAL_KEY, type Approval, queuedDraft } from './queue.ts';

/**
 * The file of a draft with another approval; every other character stays as it is, line ends and byte order marks
 * included. `file` is the whole text, and `post` what was read from it. Throws PostFault if the front matter is written
 * so that it cannot be edited in place, and the faults of `queuedDraft`.
 */
export function setApproval(file: string, post: Post, approval: Exclude<Approval, 'unreviewed'>): string {
  if (queuedDraft(post.source, post).approval === approval) return file;
  const { frontMatter } = post;
  const entry = bareEntry(yamlUnlessWritten(frontMatter.delimiter), APPROVAL_KEY, String(approval === 'approved'));
  const edited = replaceRaw(file, post, editFrontMatter(frontMatter, new Map([[APPROVAL_KEY, entry]]), ''));
  checkEdited(post, edited, approval);
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

function checkEdited(post: Post, edited: string, approval: Approval): void {
  const again = (() => {
    try {
      return readPost(post.source, edited);
    } catch (error) {
      if (error instanceof PostFault) return null;
      throw error;
    }
  })();
  const isAsMeant =
    again !== null &&
    again.frontMatter.delimiter !== 'none' &&
    queuedDraft(post.source, again).approval === approval &&
    again.body === post.body &&
    again.title === post.title;
  if (isAsMeant) return;
  const value = approval === 'approved';
  throw new PostFault(
    post.source,
    1,
    `its front matter cannot be edited in place; put ${APPROVAL_KEY}: ${value} on a line of its own, by hand.`,
  );
}
