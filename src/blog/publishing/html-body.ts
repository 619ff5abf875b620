import { toHtml } from 'hast-util-to-html';
import { attribute, findElements } from '../import/html/hast-search.ts';
import { portablePost } from '../import/portable-markdown.ts';
import { dialectWith } from '../markdown/dialect.ts';
import { portableTree } from '../markdown/markdown-tree.ts';
import { isAbsolute } from '../markdown/repair/link-addresses.ts';
import type { Post } from '../posts/post.ts';
import { withoutSoftBreaks, withoutSoftBreaksInMarkdown } from './soft-breaks.ts';

/**
 * The body of a post for where no generator of sites is: Markdown without what one would act on, and the same as HTML; in
 * both no line ends within a paragraph but where a break is meant.
 */
export interface PortableBody {
  readonly markdown: string;
  readonly html: string;
  /** Addresses of images that are files of the site, each once: nobody has them where the post goes. */
  readonly ownImages: readonly string[];
}

/** A draft is of no known site, and brackets in it are brackets. */
const draftDialect = dialectWith('unknown', 'unknown', { off: ['wiki-links'] });

/** MDX that is none is read as Markdown. Throws RangeError where lists and quotes are nested too deeply. */
export function portableBody(post: Post): PortableBody {
  const markdown = portablePost({ ...post, dialect: post.dialect ?? draftDialect })
    .markdown()
    .trim();
  const tree = portableTree(markdown);
  const images = findElements(tree, ({ tagName }) => tagName === 'img');
  const addresses = images.flatMap((image) => attribute(image, 'src') ?? []);
  return {
    markdown: withoutSoftBreaksInMarkdown(markdown),
    html: toHtml(withoutSoftBreaks(tree)),
    ownImages: [...new Set(addresses.filter((address) => !isAbsolute(address)))],
  };
}
