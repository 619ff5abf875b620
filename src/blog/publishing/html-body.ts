import type { Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { attribute, findElements } from '../import/html/hast-search.ts';
import { portablePost } from '../import/portable-markdown.ts';
import { dialectWith } from '../markdown/dialect.ts';
import { portableTree } from '../markdown/markdown-tree.ts';
import { isAbsolute } from '../markdown/repair/link-addresses.ts';
import type { Post } from '../posts/post.ts';
import { withoutSoftBreaks, withoutSoftBreaksInMarkdown } from './soft-breaks.ts';

/**
 * A post's body for a system without a site generator: Markdown without anything that a generator acts on, and the same
 * as HTML. Within paragraphs, lines end only at intended line breaks.
 */
export interface PortableBody {
  readonly markdown: string;
  readonly html: string;
  /** Distinct addresses of images that are files of the site and do not exist where the post goes. */
  readonly ownImages: readonly string[];
}

/** A draft belongs to no known site, and its brackets are plain text. */
const draftDialect = dialectWith('unknown', 'unknown', { off: ['wiki-links'] });

/** A body as a tree of HTML elements, and the Markdown that it is made from. Throws what `portableBody` throws. */
export function portablePage(post: Post): { readonly markdown: string; readonly tree: Root } {
  const markdown = portablePost({ ...post, dialect: post.dialect ?? draftDialect })
    .markdown()
    .trim();
  return { markdown, tree: portableTree(markdown) };
}

/** Invalid MDX is read as Markdown. Throws RangeError if lists and quotes are nested too deeply. */
export function portableBody(post: Post): PortableBody {
  const { markdown, tree } = portablePage(post);
  const images = findElements(tree, ({ tagName }) => tagName === 'img');
  const addresses = images.flatMap((image) => attribute(image, 'src') ?? []);
  return {
    markdown: withoutSoftBreaksInMarkdown(markdown),
    html: toHtml(withoutSoftBreaks(tree)),
    ownImages: [...new Set(addresses.filter((address) => !isAbsolute(address)))],
  };
}
