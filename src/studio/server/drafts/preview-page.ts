import type { Element, Root } from 'hast';
import { defaultSchema, sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { attribute } from '../../../blog/import/html/hast-search.ts';
import type { Post } from '../../../blog/posts/post.ts';
import { portablePage } from '../../../blog/publishing/html-body.ts';
import { markPassages } from './mark-passages.ts';

export interface PageOptions {
  /** Passages to mark, as a reader sees them. */
  readonly passages: readonly string[];
  /** The address of an image that is a file of the project; null if there is none. */
  readonly imageAddress: (source: string) => string | null;
}

/**
 * A post as a page would show it, as HTML that is harmless whatever the post contains: without scripts, styles, frames, forms
 * and event handlers; images are the project's own, since nothing is loaded from other sites; links open elsewhere. Throws
 * RangeError if lists and quotes are nested too deeply.
 */
export function previewPage(
  post: Post,
  { passages, imageAddress }: PageOptions,
): { readonly html: string; readonly found: ReadonlySet<number> } {
  const tree = sanitize(treeOf(post), defaultSchema) as Root;
  tree.children = tree.children.map((child) => (child.type === 'element' ? harmless(child, imageAddress) : child));
  const found = markPassages(tree, passages);
  return { html: toHtml(tree), found };
}

function treeOf(post: Post): Root {
  if (post.extension !== '.txt') return portablePage(post).tree;
  const text: Element = {
    type: 'element',
    tagName: 'pre',
    properties: {},
    children: [{ type: 'text', value: post.body }],
  };
  return { type: 'root', children: [text] };
}

/** An element with its links and images as this page may have them. */
function harmless(element: Element, imageAddress: PageOptions['imageAddress']): Element {
  if (element.tagName === 'img') return imageOf(element, imageAddress);
  const children = element.children.map((child) => (child.type === 'element' ? harmless(child, imageAddress) : child));
  if (element.tagName !== 'a') return { ...element, children };
  const { href, ...rest } = element.properties;
  // An address within the site, or of a note on the page, leads nowhere here, and would be a page of the studio.
  const leadsAway = typeof href === 'string' && /^(?:https?:|mailto:)/i.test(href);
  const properties = leadsAway ? { ...rest, href, target: '_blank', rel: ['noopener', 'noreferrer'] } : rest;
  return { ...element, properties, children };
}

function imageOf(element: Element, imageAddress: PageOptions['imageAddress']): Element {
  const source = attribute(element, 'src') ?? '';
  const alt = attribute(element, 'alt') ?? '';
  const isAway = /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(source);
  const address = source === '' || isAway ? null : imageAddress(source);
  if (address !== null) return { ...element, properties: { ...element.properties, src: address, alt } };
  const what = isAway ? 'Image on another site' : 'Image';
  return {
    type: 'element',
    tagName: 'span',
    properties: { className: ['image-away'] },
    children: [{ type: 'text', value: [what, alt, source].filter((part) => part !== '').join(': ') }],
  };
}
