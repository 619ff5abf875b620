import type { Root } from 'hast';
import { withTreeFootnotes } from '../tree-footnotes.ts';
import type { Block } from './block-collector.ts';
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
 * emphasis around blocks moves to the text inside. Footnotes become Markdown's. Embeds, scripts, forms,
 * comments, empty links and tracking images are dropped. Lines end in "\n", except the last. Uses up the tree.
 */
export function markdownOfTree(tree: Root): string {
  return withTreeFootnotes(tree, (root) => markdownOfBlocks(blocksTakenFrom(root)));
}

/** Empties the tree, which takes a hundred times the memory of its text, before the text is written. */
function blocksTakenFrom(root: Root): Block[] {
  const blocks = blocksOfHtml(root.children);
  root.children = [];
  return blocks;
}

/** Makes the Markdown of a tree when it is first asked for, and keeps it instead of the tree. */
export function markdownOnce(tree: Root): () => string {
  let left: Root | null = tree;
  let markdown = '';
  return () => {
    if (left !== null) markdown = markdownOfTree(left);
    left = null;
    return markdown;
  };
}
