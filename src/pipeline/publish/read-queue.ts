import { textExtensions } from '../../blog/posts/file-kinds.ts';
import type { Post } from '../../blog/posts/post.ts';
import { PostFault } from '../../blog/posts/post-fault.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import { type QueuedDraft, queuedDraft } from '../../blog/publishing/queue.ts';
import type { Files } from '../../project/files.ts';
import { isListed, relativePath } from '../../project/paths.ts';
import { readTextFile, UnreadableFault } from '../../project/text/read-text-file.ts';
import { findPosts } from '../corpus/find-posts.ts';

/** The folder in a queue for drafts that were published on a server. */
export const SENT_FOLDER = 'published';

/** A file that cannot be read as a draft or post. */
export interface Unusable {
  readonly path: string;
  readonly reason: string;
}

/** Reads the drafts in a queue's folder; `label` is passed to `queuedDraft`. Throws MissingInputFault. */
export async function readQueue(
  disk: Files,
  queue: string,
  label: string | null = null,
): Promise<{ drafts: QueuedDraft[]; unusable: Unusable[] }> {
  const drafts: QueuedDraft[] = [];
  const { posts, unusable } = await readFolder(disk, queue, (name) => name.startsWith(`${SENT_FOLDER}/`));
  for (const { name, post } of posts) {
    try {
      drafts.push(queuedDraft(name, post, label));
    } catch (error) {
      unusable.push(unusablePost(post.source, error));
    }
  }
  return { drafts, unusable };
}

/** Reads the posts of a blog, except those in its queue. Throws MissingInputFault. */
export async function readBlog(disk: Files, folder: string, queue: string): Promise<Post[]> {
  const inQueue = relativePath(disk, folder, queue);
  const { posts } = await readFolder(disk, folder, (name) => name.startsWith(`${inQueue}/`));
  return posts.map(({ post }) => post);
}

interface NamedPost {
  readonly name: string;
  readonly post: Post;
}

async function readFolder(
  disk: Files,
  folder: string,
  isLeftOut: (name: string) => boolean,
): Promise<{ posts: NamedPost[]; unusable: Unusable[] }> {
  const posts: NamedPost[] = [];
  const { files, unread } = await findPosts(disk, [folder], { extensions: textExtensions });
  const unusable: Unusable[] = [...unread];
  for (const { path } of files) {
    const name = relativePath(disk, folder, path);
    if (isLeftOut(name)) continue;
    try {
      posts.push({ name, post: readPost(path, await readTextFile(disk, path, 'utf-8')) });
    } catch (error) {
      // One that was published or discarded since the folder was listed is not in it any more.
      if (await isListed(disk, path)) unusable.push(unusablePost(path, error));
    }
  }
  return { posts, unusable };
}

function unusablePost(path: string, error: unknown): Unusable {
  if (error instanceof PostFault) return { path, reason: `line ${error.line}: ${error.reason}` };
  if (error instanceof UnreadableFault) return { path, reason: error.reason };
  throw error;
}
