import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Element, Root } from 'hast';
import { globSync } from 'tinyglobby';
import {
  attribute,
  elementsIn,
  findElement,
  findElements,
  hasClass,
  lineIn,
  textIn,
} from '../../src/blog/import/html/hast-search.ts';
import { pageTree } from '../../src/blog/import/html/html-tree.ts';

/** What a reader sees of a post on a page that a site's generator built. */
export interface BuiltPage {
  readonly path: string;
  readonly title: string;
  /** `2025-11-12`, on the page's own clock. */
  readonly day: string;
  readonly minutes: number;
  readonly tags: readonly string[];
  /** The text as one line, typographic quotes made straight. */
  readonly text: string;
  /** Each piece of code in a block, without the last line break. */
  readonly code: readonly string[];
  /** How many elements of this name are in the text. */
  count(element: string): number;
}

/** All pages of posts below a folder. */
export function builtPages(folder: string): BuiltPage[] {
  const files = globSync('**/*.html', { cwd: folder }).sort();
  return files.flatMap((path) => pageOf(path, readFileSync(join(folder, path), 'utf8')) ?? []);
}

/** Null for a page that is no post. */
function pageOf(path: string, html: string): BuiltPage | null {
  const tree: Root = pageTree(html);
  const article = findElement(tree, named('article'));
  if (article === null) return null;
  const body = only(article, (element) => hasClass(element, 'text'));
  return {
    path,
    title: lineIn(only(article, named('h1'))),
    day: attribute(only(article, named('time')), 'dateTime')!.slice(0, 10),
    minutes: Number(/^(\d+) min$/.exec(lineIn(only(article, (element) => hasClass(element, 'minutes'))))![1]),
    tags: findElements(
      only(article, (element) => hasClass(element, 'tags')),
      named('li'),
    ).map(lineIn),
    text: straight(lineIn(body)),
    code: findElements(body, named('pre')).map((pre) => textIn(pre).replace(/\n$/, '')),
    count: (element) => all(body).filter(named(element)).length,
  };
}

const named = (name: string) => (element: Element) => element.tagName === name;

function only(within: Element, isWanted: (element: Element) => boolean): Element {
  const [found, ...more] = findElements(within, isWanted);
  if (found === undefined || more.length > 0) throw new Error(`${more.length + 1} elements where one is expected.`);
  return found;
}

function all(within: Element): Element[] {
  return elementsIn(within).flatMap((element) => [element, ...all(element)]);
}

function straight(text: string): string {
  return text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
}
