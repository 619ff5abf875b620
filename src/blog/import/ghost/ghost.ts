/**
 * Ghost's export: JSON with its database tables in `db[0].data`, or in `data` at the top in old exports. A post's body
 * is `lexical` (new), `mobiledoc` (old), `html`, or `markdown` (oldest). Read-only; read as a whole.
 */
import type { Root } from 'hast';
import { findElement, lineIn } from '../html/hast-search.ts';
import { htmlTree, markdownOnce } from '../html/html-to-markdown.ts';
import { isTrueAt, type JsonObject, objectIn, objectsIn, textAt, wholeJson } from '../json-values.ts';
import {
  type DocumentSource,
  type ImportedPost,
  leftOut,
  placeWith,
  SourceFault,
  type SourceItem,
} from '../post-source.ts';
import { lexicalTree } from './ghost-lexical.ts';
import { mobiledocTree } from './ghost-mobiledoc.ts';

export const ghostExport: DocumentSource = {
  kind: 'document',
  name: "Ghost's export",
  recognise: (_, head) =>
    /^\s*\{/.test(head) && (/"db"\s*:\s*\[/.test(head) || (/"meta"\s*:/.test(head) && /"data"\s*:/.test(head))),
  async *read(text, source) {
    const tables = tablesOf(await wholeJson(text, source));
    if (tables === null) {
      throw new SourceFault(source, null, 'it has no "posts" table in db[0].data, which every Ghost export has.');
    }
    const tagsOf = tagsByPost(tables);
    for (const [i, post] of objectsIn(tables.posts).entries()) {
      yield itemOf(post, `post ${i + 1}`, tagsOf.get(post.id) ?? []);
    }
  },
};

function tablesOf(value: unknown): JsonObject | null {
  const top = objectIn(value);
  const [database] = objectsIn(top?.db);
  const data = objectIn(database?.data) ?? objectIn(top?.data);
  return Array.isArray(data?.posts) ? data : null;
}

/** Ordered tag names by post id, without internal tags, which begin with #. */
function tagsByPost(tables: JsonObject): Map<unknown, string[]> {
  const names = new Map<unknown, string>();
  for (const tag of objectsIn(tables.tags)) {
    const name = textAt(tag, 'name');
    if (name !== null && !name.startsWith('#') && tag.visibility !== 'internal') names.set(tag.id, name);
  }
  const order = (row: JsonObject) => Number(row.sort_order ?? 0);
  const found = new Map<unknown, string[]>();
  for (const row of objectsIn(tables.posts_tags).toSorted((a, b) => order(a) - order(b))) {
    const name = names.get(row.tag_id);
    if (name === undefined) continue;
    const list = found.get(row.post_id) ?? [];
    found.set(row.post_id, [...list, name]);
  }
  return found;
}

function itemOf(post: JsonObject, place: string, tags: readonly string[]): SourceItem {
  const title = textAt(post, 'title');
  const where = placeWith(title, place);
  const type = textAt(post, 'type') ?? (isTrueAt(post, 'page') ? 'page' : 'post');
  if (type === 'page') return leftOut('page', where, 'it is a page, not a post.');
  if (type !== 'post') return leftOut('other type', where, `its type is ${type}, not post.`);
  const { markdown, notes } = bodyOf(post, where);
  return {
    where,
    title,
    slug: textAt(post, 'slug'),
    date: dateOf(post),
    categories: [],
    tags,
    description: textAt(post, 'custom_excerpt') ?? textAt(post, 'meta_description'),
    canonicalUrl: relative(textAt(post, 'canonical_url')),
    // `sent` posts went out by mail only; draft and scheduled ones are not out.
    draft: !['published', 'sent'].includes(textAt(post, 'status') ?? 'published'),
    generated: false,
    markdown,
    notes,
  } satisfies ImportedPost;
}

/** Old exports have milliseconds. */
function dateOf(post: JsonObject): string | null {
  const value = post.published_at ?? post.created_at;
  if (typeof value === 'number' && Number.isFinite(value)) return new Date(value).toISOString();
  return typeof value === 'string' ? value : null;
}

/** A post's Markdown, and notes about how it was read. */
interface Body {
  readonly markdown: () => string;
  readonly notes: readonly string[];
}

/** The first non-empty form of a post; a note reports each earlier form that could not be read. */
function bodyOf(post: JsonObject, where: string): Body {
  const faults: SourceFault[] = [];
  const empty: string[] = [];
  for (const [field, treeOf] of forms) {
    const written = textAt(post, field);
    if (written === null) continue;
    try {
      const tree = treeOf(written, where, field);
      if (isEmptyTree(tree)) empty.push(field);
      else {
        const markdown = markdownOnce(tree);
        return { markdown: () => relative(markdown()) ?? '', notes: notesOf(faults, empty, field) };
      }
    } catch (error) {
      // Nested too deeply: reported when its Markdown is made.
      if (error instanceof RangeError) return { markdown: () => raise(error), notes: [] };
      if (!(error instanceof SourceFault)) throw error;
      faults.push(error);
    }
  }
  const plain = textAt(post, 'markdown') === null ? 'plaintext' : 'markdown';
  const text = textAt(post, plain);
  const [fault] = faults;
  if (text !== null) return { markdown: () => relative(text) ?? '', notes: notesOf(faults, empty, plain) };
  return { markdown: () => (fault === undefined ? '' : raise(fault)), notes: [] };
}

function raise(error: Error): never {
  throw error;
}

function notesOf(faults: readonly SourceFault[], empty: readonly string[], field: string): string[] {
  const used = `its field ${field} is used.`;
  return [
    ...faults.map(({ reason }) => `${reason.replace(/\.$/, '')}; ${used}`),
    ...empty.map((name) => `its field ${name} is empty; ${used}`),
  ];
}

type Form = (written: string, where: string, field: string) => Root;

/** The formats of a post's text, the newest first. */
const forms: readonly (readonly [field: string, treeOf: Form])[] = [
  ['lexical', (json, where, field) => lexicalTree(parsed(json, where, field))],
  ['mobiledoc', (json, where, field) => mobiledocTree(parsed(json, where, field))],
  ['html', (html) => htmlTree(html)],
];

function isEmptyTree(tree: Root): boolean {
  return lineIn(tree) === '' && findElement(tree, ({ tagName }) => /^(?:img|hr|pre)$/.test(tagName)) === null;
}

function parsed(json: string, where: string, field: string): JsonObject {
  try {
    const document = objectIn(JSON.parse(json));
    if (document !== null) return document;
  } catch (cause) {
    throw new SourceFault(where, null, `its field ${field} is not valid JSON: ${(cause as Error).message}.`, { cause });
  }
  throw new SourceFault(where, null, `its field ${field} is not a document.`);
}

/** Addresses on the blog's own site, whose name the export does not give, become relative. */
function relative(text: string | null): string | null {
  return text === null
    ? null
    : text.replace(/__GHOST_URL__(?:\/|(?=[\s)"'\]>?#]|$))/g, '/').replaceAll('__GHOST_URL__', '');
}
