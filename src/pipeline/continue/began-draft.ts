import type { Post } from '../../blog/posts/post.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import { APPROVAL_KEY, queuedDraft } from '../../blog/publishing/queue.ts';
import { Fault } from '../../fault.ts';
import { describeReadError } from '../../project/describe-read-error.ts';
import type { Files } from '../../project/files.ts';
import { exists } from '../../project/paths.ts';
import { UnreadableFault } from '../../project/text/read-text-file.ts';

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

/** The text of a UTF-8 file, character by character: encoded again, it gives the same bytes. */
export async function exactText(files: Files, path: string): Promise<string> {
  if (!(await exists(files, path))) throw new UnreadableFault(path, 'there is no such file.');
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (cause) {
    throw new UnreadableFault(path, describeReadError(cause), { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableFault(path, 'it is not text in UTF-8; save it as UTF-8.', { cause });
  }
}
