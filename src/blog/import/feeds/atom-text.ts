/** Atom's texts: plain text, escaped HTML, or XHTML within the feed's XML. */
import { escapeMarkup } from '../html/escape-markup.ts';
import { plainLine } from '../plain-line.ts';
import { childrenNamed, markupIn, textOf, type XmlElement } from '../xml/xml-element.ts';

/** An Atom text as HTML. `untyped`: how to read a text without a type; Atom's rules say plain text. */
export function atomHtml(element: XmlElement, untyped: 'text' | 'html' = 'text'): string {
  const type = (element.attributes.type ?? '').trim().toLowerCase();
  const mode = element.attributes.mode?.trim().toLowerCase();
  const isHtml = /^(?:html|xhtml|text\/html|application\/xhtml\+xml)(?:;|$)/.test(type);
  const isMarkup = element.children.some((child) => typeof child !== 'string');
  if (mode !== 'escaped' && mode !== 'base64' && (isMarkup || /^(?:xhtml|application\/xhtml)/.test(type))) {
    return markupIn(element);
  }
  const text = mode === 'base64' ? decoded(textOf(element)) : textOf(element).trim();
  if (isHtml || (type === '' && (untyped === 'html' || hasBlocks(text)))) return text;
  return escapeMarkup(text)
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('');
}

/** The text of the first child with this name as one line; null without one. */
export function atomLine(element: XmlElement, name: string): string | null {
  const [child] = childrenNamed(element, name);
  return child === undefined ? null : plainLine(atomHtml(child));
}

/** Many feeds do not declare that their texts are HTML. */
function hasBlocks(text: string): boolean {
  return /<\/(?:p|div|ul|ol|blockquote|h[1-6])>|<br\s*\/?>/i.test(text);
}

/** '' if it is not text in Base64. */
function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s+/g, '')), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return '';
  }
}
