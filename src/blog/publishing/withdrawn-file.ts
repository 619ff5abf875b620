import { entriesOf } from '../posts/front-matter-entries.ts';
import { hidingEntries } from '../posts/hides-post.ts';
import { dateKeys, keysNamed } from '../posts/known-keys.ts';
import type { FrontMatter, Post } from '../posts/post.ts';
import { readPost } from '../posts/read-post.ts';
import { editFrontMatter } from './edit-front-matter.ts';
import { APPROVAL_KEY, DAY_KEY } from './queue.ts';
import { replaceRaw, setApproval } from './set-approval.ts';

/** A published post that is taken back. */
export interface WithdrawnPost {
  /** Its path, for messages. */
  readonly source: string;
  /** Its text as it is now, with every character. */
  readonly file: string;
  /** The text before the body of the draft that it was; null if unknown. */
  readonly head: string | null;
  /** Whether nobody has changed it since it was published. */
  readonly isUnchanged: boolean;
}

/**
 * The file of a post as a draft again, held back with `approved: false`, so that nothing publishes it again unseen. An
 * unchanged post gets the front matter that it had as a draft, character by character. In one that was edited since, only
 * the entries that publishing sets are what they were: dates, slug, and those that hide a post. Throws PostFault.
 */
export function withdrawnFile({ source, file, head, isUnchanged }: WithdrawnPost): string {
  const post = readPost(source, file);
  const restored = head === null ? file : isUnchanged ? headed(file, post, head) : withEntriesOf(file, post, head);
  return setApproval(restored, readPost(source, restored), 'held back');
}

/** The file with another head; its body stays, character by character. */
function headed(file: string, { frontMatter: { before, raw, after } }: Post, head: string): string {
  let at = 0;
  for (let left = (before + raw + after).length; left > 0; left--) at += file.startsWith('\r\n', at) ? 2 : 1;
  return head + file.slice(at);
}

function withEntriesOf(file: string, post: Post, head: string): string {
  const then = readPost(post.source, head).frontMatter;
  const entries = entriesOf(then);
  const keys = [...new Set([...keysOfPublishing(then), ...keysOfPublishing(post.frontMatter)])];
  // A key in another spelling is removed first, so that its value is not there twice.
  const changes = new Map(keys.map((key) => [key, entries.get(key) ?? null]));
  const [titleKey = 'title'] = keysNamed(post.frontMatter, 'title');
  return replaceRaw(file, post, editFrontMatter(post.frontMatter, changes, titleKey));
}

/** The keys that publishing adds, changes or removes. */
function keysOfPublishing(frontMatter: FrontMatter): string[] {
  const hiding = hidingEntries(frontMatter).map(({ key }) => key);
  const named = [...dateKeys, 'slug'].flatMap((name) => keysNamed(frontMatter, name));
  return [APPROVAL_KEY, DAY_KEY, ...hiding, ...named].filter((key) => Object.hasOwn(frontMatter.data, key));
}
