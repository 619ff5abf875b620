/** A page of a site as a browser receives it; its article becomes the post. Read-only. */
import type { Element, Root } from 'hast';
import { PostFault } from '../../posts/post-fault.ts';
import { readPost } from '../../posts/read-post.ts';
import { slugOfAddress } from '../addresses.ts';
import { attribute, findElement, findElements, lineIn } from '../html/hast-search.ts';
import { markdownOnce, pageTree } from '../html/html-to-markdown.ts';
import { portablePost } from '../portable-markdown.ts';
import { type DocumentSource, leftOut, type SourceItem } from '../post-source.ts';
import { wholeText } from '../whole-text.ts';
import { beginsWithFrontMatter, htmlPost } from './html-post.ts';
import { articleOf, headingOfPage } from './page-article.ts';

export const htmlPage: DocumentSource = {
  kind: 'document',
  name: 'an HTML page',
  recognise: (name) => /\.x?html?$/.test(name),
  async *read(text, source) {
    const page = await wholeText(text, source, maxCharacters, 'too many for a page');
    yield postOfHtml(page, source.split(/[\\/]/).at(-1)!, source);
  },
};

/** More HTML than any real page has. */
const maxCharacters = 2 ** 25;

/** The post in an HTML file: one for a site generator, which begins with front matter, or a whole page. */
export function postOfHtml(html: string, fileName: string, where: string): SourceItem {
  if (!beginsWithFrontMatter(html)) return pagePost(html, fileName, where);
  try {
    const post = readPost(where, html);
    if (post.frontMatter.delimiter === 'none') return pagePost(html, fileName, where);
    const { body } = htmlPost(post);
    if (body === '') return leftOut('empty', where, 'it has no text.');
    return { ...portablePost(post), markdown: () => body };
  } catch (error) {
    if (error instanceof PostFault) return leftOut('broken', where, `line ${error.line}: ${error.reason}`);
    throw error;
  }
}

/** The post on a page; `fileName` gives its slug and date if the page does not. */
export function pagePost(html: string, fileName: string, where: string): SourceItem {
  const page = pageTree(html);
  const articles = findElements(page, ({ tagName }) => tagName === 'article');
  if (articles.length > 1)
    return leftOut('page', where, `it shows ${articles.length} articles, so it is a list of posts.`);
  const title = headingOfPage(page) ?? metaOf(page, 'og:title') ?? titleInHead(page);
  const text = articleOf(page, title);
  if (text === null || lineIn(text) === '') return leftOut('empty', where, 'it has no text.');
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
    markdown: markdownOnce({ type: 'root', children: text.children }),
  };
}

function titleInHead(page: Root): string | null {
  const inHead = findElement(page, ({ tagName }) => tagName === 'title');
  return inHead === null || lineIn(inHead) === '' ? null : lineIn(inHead);
}

/** The content of the first `meta` with one of these names. */
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
