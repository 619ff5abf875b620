import type { Root } from 'hast';
import { withTreeFootnotes } from '../tree-footnotes.ts';
import { markdownOfBlocks } from './blocks-to-markdown.ts';
import { blocksOfHtml } from './html-blocks.ts';
import { htmlTree, pageTree } from './html-tree.ts';

export { htmlTree, pageTree };

/** Converts HTML to Markdown; see `markdownOfTree`. */
export function markdownOfHtml(html: string): string {
  return markdownOfTree(htmlTree(html));
}

/**
 * Converts an HTML tree to Markdown with GitHub's tables. Images keep their addresses, code keeps its language, and
 * emphasis around blocks moves to the text inside. Footnotes in GitHub's form become footnotes. Embeds, scripts, forms,
 * comments, empty links and tracking images are dropped. Lines end in "\n", except the last.
 */
export function markdownOfTree(tree: Root): string {
  return withTreeFootnotes(tree, (nodes) => markdownOfBlocks(blocksOfHtml(nodes)));
}
