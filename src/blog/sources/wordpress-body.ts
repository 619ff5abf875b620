import { blocksOf } from './wordpress-paragraphs.ts';
import { withoutShortcodes } from './wordpress-shortcodes.ts';

/**
 * The HTML that WordPress would show for the content of a post: comments that mark blocks are gone and their languages
 * are on the code, shortcodes are acted upon or gone, and where there are no blocks, blank lines divide paragraphs.
 */
export function wordpressHtml(content: string): string {
  const hasBlocks = /<!--\s*wp:/.test(content);
  const html = withoutShortcodes(hasBlocks ? withoutBlockComments(content) : content);
  return hasBlocks ? html : blocksOf(html);
}

/** A block of code keeps its language in the comment before it. */
const codeBlock = /<!--\s*wp:[\w/-]*code[\w/-]*\s+(\{[^\n]*\})\s*-->\s*<pre/g;

function withoutBlockComments(content: string): string {
  return content
    .replace(codeBlock, (whole, json: string) => {
      const language = /"(?:language|lang|codeLanguage)"\s*:\s*"([\w+#.-]+)"/.exec(json)?.[1];
      return language === undefined ? whole : `<pre data-lang="${language}"`;
    })
    .replace(/<!--\s*\/?wp:[\s\S]*?-->/g, '');
}
