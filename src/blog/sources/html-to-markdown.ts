import type { Root } from 'hast';
import { markdownOfBlocks } from './blocks-to-markdown.ts';
import { blocksOfHtml } from './html-blocks.ts';
import { htmlTree, pageTree } from './html-tree.ts';

export { htmlTree, pageTree };

/** HTML as Markdown, by `markdownOfTree`. */
export function markdownOfHtml(html: string): string {
  // Without a name the tree is free to go while the text is written.
  return markdownOfBlocks(blocksOfHtml(htmlTree(html).children));
}

/**
 * A tree of HTML as Markdown with GitHub's tables: images are links to where they lie, code keeps its language;
 * embeds, scripts, forms, comments, links without a text, and what only counts readers are dropped. Emphasis around blocks
 * is that of the text in them. Lines end in "\n", the last one in nothing.
 */
export function markdownOfTree(tree: Root): string {
  return markdownOfBlocks(blocksOfHtml(tree.children));
}
