/** A page of a site as a browser gets it: its article becomes the post. Only read here. */
import type { Element, Root } from 'hast';
import { slugOfAddress } from './addresses.ts';
import { attribute, classesOf, findElement, findElements, lineIn, without } from './hast-search.ts';
import { markdownOfTree, pageTree } from './html-to-markdown.ts';
import { type DocumentSource, leftOut, type SourceItem } from './post-source.ts';
import { wholeText } from './whole-text.ts';

export const htmlPage: DocumentSource = {
  kind: 'document',
  name: 'an HTML page',
  recognise: (name) => /\.x?html?$/.test(name),
  async *read(text, source) {
    const page = await wholeText(text, source, mostCharacters, 'which no page has');
    yield pagePost(page, source.split(/[\\/]/).at(-1)!, source);
  },
};

/** More HTML than this is no page that anybody reads. */
const mostCharacters = 2 ** 25;

/** Where the text of a post is, the surest place first. */
const places: readonly ((element: Element) => boolean)[] = [
  (element) =>
    classesOf(element).some((name) => /^(?:e-content|entry-content|post-content|post-body|article-body)$/.test(name)),
  ({ tagName }) => tagName === 'article',
  ({ tagName, properties }) => tagName === 'main' || properties.role === 'main',
  ({ tagName }) => tagName === 'body',
];

/** The post on a page; `fileName` tells its slug and its date where the page does not. */
export function pagePost(html: string, fileName: string, where: string): SourceItem {
  const page = pageTree(html);
  const articles = findElements(page, ({ tagName }) => tagName === 'article');
  if (articles.length > 1)
    return leftOut('page', where, `it shows ${articles.length} articles: it is a list of posts.`);
  const body = places.map((isPlace) => findElement(page, isPlace)).find((found) => found !== null);
  const title = titleOf(page, body ?? page);
  const text = body == null ? null : without(body, (element) => isAround(element) || isTitle(element, title));
  if (text === null || lineIn(text) === '') return leftOut('empty', where, 'there is no text in it.');
  const [, day, ownName] = /^(\d{4}-\d{2}-\d{2})[-_](.+)$/.exec(fileName.replace(/\.[^.]*$/, '')) ?? [];
  const canonical = canonicalOf(page);
  const name = ownName ?? fileName.replace(/\.[^.]*$/, '');
  return {
    where,
    title,
    slug: name === 'index' ? (slugOfAddress(canonical) ?? where.split(/[\\/]/).at(-2) ?? null) : name,
    date: metaOf(page, 'article:published_time', 'date', 'dc.date', 'pubdate') ?? timeOf(page) ?? day ?? null,
    categories: [],
    tags: tagsOf(page),
    description: metaOf(page, 'description', 'og:description'),
    canonicalUrl: canonical,
    draft: false,
    generated: metaOf(page, 'generated') === 'true',
    markdown: () => markdownOfTree({ type: 'root', children: text.children }),
  };
}

function titleOf(page: Root, body: Root | Element): string | null {
  const heading =
    findElement(body, ({ tagName }) => tagName === 'h1') ?? findElement(page, ({ tagName }) => tagName === 'h1');
  const named = heading === null ? '' : lineIn(heading);
  if (named !== '') return named;
  const inHead = findElement(page, ({ tagName }) => tagName === 'title');
  return metaOf(page, 'og:title') ?? (inHead === null || lineIn(inHead) === '' ? null : lineIn(inHead));
}

function isTitle({ tagName, ...element }: Element, title: string | null): boolean {
  return tagName === 'h1' && lineIn({ tagName, ...element }) === title;
}

/** What stands around an article and is none of it. */
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

/** The content of the first `meta` of these names. */
function metaOf(page: Root, ...names: readonly string[]): string | null {
  for (const name of names) {
    const meta = findElement(page, (element) => element.tagName === 'meta' && isNamed(element, name));
    const content = meta === null ? null : attribute(meta, 'content');
    if (content !== null) return content;
  }
  return null;
}

function isNamed(meta: Element, name: string): boolean {
  return [attribute(meta, 'name'), attribute(meta, 'property')].some((own) => own?.toLowerCase() === name);
}

function timeOf(page: Root): string | null {
  const time = findElement(page, (element) => element.tagName === 'time' && attribute(element, 'dateTime') !== null);
  return time === null ? null : attribute(time, 'dateTime');
}

function tagsOf(page: Root): string[] {
  const metas = findElements(page, (element) => element.tagName === 'meta' && isNamed(element, 'article:tag'));
  const links = findElements(
    page,
    (element) => element.tagName === 'a' && (attribute(element, 'rel') ?? '').split(/\s+/).includes('tag'),
  );
  const names = [...metas.map((meta) => attribute(meta, 'content') ?? ''), ...links.map(lineIn)];
  return [...new Set(names.filter((name) => name !== ''))];
}

function canonicalOf(page: Root): string | null {
  const link = findElement(page, (element) => element.tagName === 'link' && attribute(element, 'rel') === 'canonical');
  return link === null ? null : attribute(link, 'href');
}
