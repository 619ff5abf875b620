import type { Element, Nodes } from 'hast';

/** Classes that generators and themes give to links from a heading to itself. */
const classes =
  /^(?:(?:heading|header|headline|hash|section|doc|zola|deep|direct|perma|self|sl|toc|md|bookmark)[-_]?(?:anchor|link)(?:[-_]?(?:link|icon))?|headerlink|hash-link|permalink|anchor(?:js)?(?:[-_](?:link|heading|icon))?|octicon-link)$/i;

/** Labels of such links for screen readers. */
const names = /\b(?:permalink|permanent link|direct link|anchor(?: link)?|(?:copy |jump )?link to\b|section titled)/i;

/** Such a label at the beginning of the text of a link next to its heading. */
const nameFirst = new RegExp(`^\\s*${names.source.slice(2)}`, 'i');

/** Symbols that, alone in a link, always mean such a link. */
const signs = /^(?:[#¶§⚓🔗]|\uFE0E|\uFE0F)+$/u;

/** The facts about a heading that identify links to itself. */
export interface HeadingFacts {
  /** Its id and those of the elements inside it, since anchors often carry the id. */
  readonly ids: ReadonlySet<string>;
  /** How many letters and digits it has. */
  readonly letters: number;
}

export function headingFacts(heading: Element): HeadingFacts {
  return { ids: new Set(idsIn(heading)), letters: countLetters(seenText(heading)) };
}

/**
 * What happens to a permalink, a link from a heading to itself: 'gone' if it is removed, 'unlinked' if it contains the
 * heading's text, which stays. Null for other links. `heading` is the heading around the link, if any.
 */
export function permalinkKind(link: Element, heading: HeadingFacts | null): 'gone' | 'unlinked' | null {
  const href = link.properties.href;
  if (link.tagName !== 'a' || typeof href !== 'string' || !href.includes('#') || isNote(link)) return null;
  const text = seenText(link);
  const letters = countLetters(text);
  const label = [link.properties.ariaLabel, link.properties.title]
    .filter((value) => typeof value === 'string')
    .join(' ');
  const isNamed = classesOf(link).some((name) => classes.test(name)) || names.test(label);
  if (heading === null) {
    if (!href.startsWith('#')) return null;
    return signs.test(text) || (isNamed && (letters === 0 || nameFirst.test(text))) ? 'gone' : null;
  }
  const isToItself = href.startsWith('#') && heading.ids.has(href.slice(1));
  if (heading.letters === letters) return isNamed || isToItself ? 'unlinked' : null;
  if (isNamed || isToItself || String(link.properties.ariaHidden) === 'true') return 'gone';
  return letters > 0 || hasImage(link) ? null : 'gone';
}

function classesOf({ properties }: Element): readonly string[] {
  return Array.isArray(properties.className) ? properties.className.map(String) : [];
}

function countLetters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** The text of a node, with zero-width characters and white space collapsed. */
function seenText(node: Nodes): string {
  if (node.type === 'text') return node.value.replace(/[\u200B-\u200D\u2060\uFEFF\s]+/g, ' ');
  if (!('children' in node)) return '';
  return node.children.map(seenText).join('').trim();
}

function hasImage(node: Nodes): boolean {
  if (node.type !== 'element') return false;
  return node.tagName === 'img' || node.children.some(hasImage);
}

/** Whether a link belongs to a note, whose mark may also be a symbol. */
function isNote({ properties }: Element): boolean {
  return /note|^_?(?:cite|fn|ftn)/i.test(
    `${properties.href} ${properties.role ?? ''} ${properties.id ?? ''}`.replace(/^#/, ''),
  );
}

function idsIn(element: Element): string[] {
  const own = typeof element.properties.id === 'string' ? [element.properties.id] : [];
  return [...own, ...element.children.flatMap((child) => (child.type === 'element' ? idsIn(child) : []))];
}
