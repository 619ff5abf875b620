import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { folderOf } from '../../project/paths.ts';
import type { PostDocument } from '../corpus/documents.ts';
import type { CorpusSize } from '../events/run.ts';
import type { NoticeEvent } from '../events/training.ts';
import type { RunSettings } from '../settings/run.ts';

/** The folder for new posts is one that a site publishes. */
export class PublishedFolderFault extends Fault {
  override readonly code: string = 'published-folder';
}

/**
 * Throws PublishedFolderFault if new posts would lie among published ones, where the next build of the site publishes
 * them unread.
 */
export async function checkPlace(
  files: Files,
  { out, into_posts }: Pick<RunSettings, 'out' | 'into_posts'>,
  documents: readonly PostDocument[],
): Promise<void> {
  if (into_posts) return;
  const problem = await placeProblem(
    files,
    out,
    new Map(documents.map(({ post }) => [folderOf(post.source), post.source])),
  );
  if (problem !== null) throw new PublishedFolderFault(problem);
}

/** Why new posts must not go to `out`: one of the folders of posts, each with the path of a post; null if they may. */
export async function placeProblem(
  files: Files,
  out: string,
  folders: ReadonlyMap<string, string>,
): Promise<string | null> {
  const place = await realPath(files, out);
  for (const [folder, source] of folders) {
    if ((await realPath(files, folder)) !== place) continue;
    return (
      `${out} is where your published posts are (${source}), so a new post would be published unread. Give another ` +
      'folder as --out, such as drafts, or --into_posts if that is meant.'
    );
  }
  return null;
}

/** The path without links; of a folder that does not exist, the path it would have. */
async function realPath(files: Files, path: string): Promise<string> {
  return (await nullIfMissing(files.realPath(path))) ?? files.resolve(path);
}

/** With less than this, a model learns the words of the posts before their voice. */
const FEW_POSTS = 10;
const FEW_WORDS = 5000;

/** Whether little can be learned from a blog. */
export function isFew({ posts, words }: Pick<CorpusSize, 'posts' | 'words'>): boolean {
  return posts < FEW_POSTS || words < FEW_WORDS;
}

/** A warning for a blog from which little can be learned; null if there is enough. */
export function fewPostsNotice({ posts, words }: CorpusSize): NoticeEvent | null {
  if (!isFew({ posts, words })) return null;
  const text =
    `That is little to learn a voice from: ${posts.toLocaleString('en')} ${posts === 1 ? 'post' : 'posts'} with ` +
    `${words.toLocaleString('en')} words. Expect texts that are near yours in subject but not in voice, or that repeat ` +
    `them; from ${FEW_POSTS} posts and ${FEW_WORDS.toLocaleString('en')} words on it gets better.`;
  return { type: 'notice', text };
}
