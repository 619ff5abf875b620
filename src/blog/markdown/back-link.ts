import type { Element } from 'hast';

/** Classes of links from a note back to its reference. */
const classes = /^(?:footnote-?back(?:ref|link)?|reversefootnote|data-footnote-backref)$/;

/** Arrows that lead back, some with a character that says whether they are an emoji. */
const arrows = /^\s*(?:[↩↑↥⇑⤴⏎↵⮌⮐]\p{VS}?\s*)+$/u;

/** Whether a link leads from a note back to the text, which a reader of text alone does not need. */
export function isBackLink(link: Element): boolean {
  if (link.tagName !== 'a') return false;
  const { className, role, rev, href } = link.properties;
  if ('dataFootnoteBackref' in link.properties || role === 'doc-backlink') return true;
  if (String(rev ?? '') === 'footnote') return true;
  if (Array.isArray(className) && className.some((name) => classes.test(String(name)))) return true;
  const [text, ...others] = link.children;
  return others.length === 0 && text?.type === 'text' && /^#./.test(String(href ?? '')) && arrows.test(text.value);
}
