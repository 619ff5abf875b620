import { toHtml } from 'hast-util-to-html';
import { portableTree } from '../corpus/markdown-tree.ts';
import type { Post } from '../posts/post.ts';
import { portablePost } from '../sources/portable-markdown.ts';

/** The body of a post for where no generator of sites is: Markdown without what one would act on, and the same as HTML. */
export interface PortableBody {
  readonly markdown: string;
  readonly html: string;
}

export function portableBody(post: Post): PortableBody {
  const markdown = portablePost(post).markdown().trim();
  return { markdown, html: toHtml(portableTree(markdown)) };
}
