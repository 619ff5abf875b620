import type { Post } from '../../../blog/posts/post.ts';
import { RefusedRequest } from '../refusal.ts';
import { type PageOptions, previewPage } from './preview-page.ts';

/** A post as a harmless page. Throws RefusedRequest if its lists and quotes are nested too deeply. */
export function pageOf(post: Post, options: PageOptions): ReturnType<typeof previewPage> {
  try {
    return previewPage(post, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RefusedRequest(422, 'too-deep', 'Lists and quotes in it are nested too deeply to be shown as a page.');
  }
}
