import type { Root } from 'hast';
import { withTreeFootnotes } from '../tree-footnotes.ts';
import { markdownOfBlocks } from './blocks-to-markdown.ts';
import { blocksOfHtml } from './html-blocks.ts';
import { htmlTree, pageTree } from './html-tree.ts';

export { htmlTree, pageTree };

/** HTML as Markdown, by `markdownOfTree`. */
export function markdownOfHtml(html: string): string {
  return markdownOfTree(htmlTree(html));
}

/**
 * A tree of HTML as Markdown with GitHub's tables: images are links to where they lie, code keeps its language;
 * embeds, scripts, forms, comments, links without a text, and what only counts readers are dropped. Footnotes as GitHub
 * shows them are footnotes. Emphasis around blocks
 * is that of the text in them. Lines end in "\n", the last one in nothing.
 */
export function markdownOfTree(tree: Root): string {
  return withTreeFootnotes(tree, (nodes) => markdownOfBlocks(blocksOfHtml(nodes)));
}
