import type { Element, Root } from 'hast';
import { headingFacts, permalinkKind } from '../../markdown/heading-permalink.ts';
import { classesOf, findElement, lineIn, without } from '../html/hast-search.ts';
import { isSameLine } from '../plain-line.ts';

/** Where a post's text may be, the most reliable place first. */
const places: readonly ((element: Element) => boolean)[] = [
  (element) =>
    classesOf(element).some((name) => /^(?:e-content|entry-content|post-content|post-body|article-body)$/.test(name)),
  ({ tagName }) => tagName === 'article',
  ({ tagName, properties }) => tagName === 'main' || properties.role === 'main',
  ({ tagName }) => tagName === 'body',
];

/** The article of a page, without its surroundings and its title; null without one. */
export function articleOf(page: Root, title: string | null): Element | null {
  const body = bodyOf(page);
  return body === null ? null : without(body, (element) => isAround(element) || isTitle(element, title));
}

/** The first top-level heading, preferably in the article. */
export function headingOfPage(page: Root): string | null {
  const isFirst = ({ tagName }: Element) => tagName === 'h1';
  const heading = findElement(bodyOf(page) ?? page, isFirst) ?? findElement(page, isFirst);
  const line = heading === null ? '' : headingLine(heading);
  return line === '' ? null : line;
}

function bodyOf(page: Root): Element | null {
  return places.map((isPlace) => findElement(page, isPlace)).find((found) => found !== null) ?? null;
}

/** A heading's text without the link to itself that it may contain. */
function headingLine(heading: Element): string {
  const facts = headingFacts(heading);
  return lineIn(without(heading, (element) => permalinkKind(element, facts) === 'gone'));
}

/** Whether an element is a heading that repeats the title. */
export function isTitle(element: Element, title: string | null): boolean {
  if (element.tagName !== 'h1' || title === null) return false;
  const line = headingLine(element);
  return line === title || (isSameLine(line, title) && /[\p{L}\p{N}]/u.test(title));
}

/** Whether an element surrounds an article and is not part of it. */
function isAround(element: Element): boolean {
  return (
    ['nav', 'footer', 'aside', 'form', 'time'].includes(element.tagName) ||
    classesOf(element).some((name) =>
      /^(?:comments?|comment-(?:list|form|respond)|share|sharing|social|related(?:-posts)?|post-(?:meta|nav|navigation|tags|footer)|entry-(?:meta|footer)|byline|breadcrumbs?|pagination|skip-link|sidebar)$/.test(
        name,
      ),
    )
  );
}
