import type { Nodes, Parent, Root } from 'mdast';
import { HtmlBounds } from './bounded-html.ts';
import type { TellOfPlain } from './bounded-markdown.ts';

/** Removes tags from the HTML in a Markdown tree that would take parsers too long, and reports this once. */
export function boundHtml(page: Root, tell: TellOfPlain = () => {}): void {
  const bounds = new HtmlBounds();
  let isReported = false;
  const visit = (node: Nodes): void => {
    if (node.type === 'html') {
      node.value = bounds.pass(node.value);
      if (bounds.reason === null || isReported) return;
      isReported = true;
      const line = node.position?.start.line ?? 1;
      tell({ line, lines: 1, reason: bounds.reason, text: '', isHtml: true });
      return;
    }
    if (!('children' in node)) return;
    const isBlock = ['paragraph', 'heading', 'tableCell', 'listItem', 'blockquote'].includes(node.type);
    const ends = isBlock ? bounds.block() : '';
    if (ends !== '') (node as Parent).children.unshift({ type: 'html', value: ends });
    for (const child of node.children) visit(child);
  };
  visit(page);
}
