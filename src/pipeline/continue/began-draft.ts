import type { Post } from '../../blog/posts/post.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import { APPROVAL_KEY, queuedDraft } from '../../blog/publishing/queue.ts';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { exactText } from '../../project/text/exact-text.ts';

/** A draft has nothing that could be continued. */
export class EmptyDraftFault extends Fault {
  override readonly code: string = 'empty-draft';
}

/** A draft is approved, so that what a model adds to it would be published without review. */
export class ApprovedDraftFault extends Fault {
  override readonly code: string = 'approved-draft';
}

/** A draft that a person began. */
export interface BeganDraft {
  readonly path: string;
  /** Its text with every character, including a byte order mark. */
  readonly file: string;
  readonly post: Post;
}

/** Reads a draft. Throws UnreadableFault, PostFault, EmptyDraftFault and ApprovedDraftFault. */
export async function readBeganDraft(files: Files, path: string): Promise<BeganDraft> {
  const file = await exactText(files, path);
  const post = readPost(path, file);
  if (post.body.trim() === '' && post.title === null) {
    throw new EmptyDraftFault(`${path} has neither a title nor text; write the beginning of your post first.`);
  }
  if (post.frontMatter.delimiter !== 'none' && queuedDraft(path, post).approval === 'approved') {
    throw new ApprovedDraftFault(
      `${path} is approved, so its continuation would be published unread; remove ${APPROVAL_KEY}: true first.`,
    );
  }
  return { path, file, post };
}
