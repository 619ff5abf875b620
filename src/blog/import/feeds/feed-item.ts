/** What all feeds share: an item is a post, or the beginning of one. */
import type { Element } from 'hast';
import { absoluteAddress, isAddress } from '../addresses.ts';
import { htmlTree, markdownOfTree } from '../html/html-to-markdown.ts';
import { type ImportedPost, type LeftOut, leftOut, type SourceItem } from '../post-source.ts';
import { type TextEnd, textEnd } from './excerpts.ts';

/** An item of a feed, and the text found for it. */
export interface FeedItem {
  readonly post: Omit<ImportedPost, 'markdown'>;
  readonly html: string;
  /**
   * What the feed calls the text: all of it (`content`), a summary, or a description, which in RSS may be the whole
   * text or its beginning.
   */
  readonly as: 'content' | 'summary' | 'description';
  /** The base of its relative addresses; null if unknown. */
  readonly base: string | null;
}

/** If at least this many texts end at the same length, a program cut them. */
const minCutTexts = 3;

/** Characters. Programs cut between words, so lengths differ by a word or two. */
const lengthTolerance = 24;

/**
 * The posts of a feed. Items without a text are left out, and items that end as only a cut text does. An ellipsis at
 * the end of a description is not proof: such items come last, and are left out if several of them have the same length
 * or if other items in the feed have their full content.
 */
export async function* feedPosts(items: AsyncIterable<FeedItem | LeftOut>): AsyncGenerator<SourceItem> {
  const unsure: { readonly item: FeedItem; readonly end: TextEnd }[] = [];
  let hasContent = false;
  let fault: { readonly error: unknown } | null = null;
  try {
    for await (const item of items) {
      if ('leftOut' in item) {
        yield item;
        continue;
      }
      hasContent ||= item.as === 'content';
      const end = textEnd(item.html);
      if (item.as === 'description' && end.ending === 'ellipsis' && !end.isEmpty) unsure.push({ item, end });
      else yield feedPost(item, end);
    }
  } catch (error) {
    fault = { error };
  }
  const cut = hasContent || areCutAtOneLength(unsure.map(({ end }) => end));
  for (const { item, end } of unsure) yield cut && !end.hasTags ? excerpt(item) : postOf(item);
  if (fault !== null) throw fault.error;
}

function areCutAtOneLength(ends: readonly TextEnd[]): boolean {
  const lengths = ends.filter(({ hasTags }) => !hasTags).map(({ characters }) => characters);
  const range =
    lengths.reduce((most, length) => Math.max(most, length), 0) -
    lengths.reduce((least, length) => Math.min(least, length), Infinity);
  return lengths.length >= minCutTexts && range <= lengthTolerance;
}

function feedPost(item: FeedItem, end: TextEnd): SourceItem {
  if (end.isEmpty) return leftOut('empty', item.post.where, 'the feed has no text for it.');
  if (item.as === 'content' || end.ending === 'other') return postOf(item);
  return excerpt(item);
}

function excerpt({ post }: FeedItem): LeftOut {
  return leftOut('excerpt', post.where, 'the feed has only its beginning.');
}

function postOf({ post, html, base }: FeedItem): ImportedPost {
  return { ...post, markdown: () => markdownOfTree(withAbsoluteAddresses(htmlTree(html), base)) };
}

/** Attributes that hold the address of something else. */
const addressAttributes: Readonly<Record<string, string>> = { a: 'href', img: 'src' };

type HtmlTree = ReturnType<typeof htmlTree>;

/** A feed is read outside its site; links within the post itself stay. */
function withAbsoluteAddresses(tree: HtmlTree, base: string | null): HtmlTree {
  if (base === null) return tree;
  const nodes: (HtmlTree | Element)[] = [tree];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const key = node.type === 'element' ? addressAttributes[node.tagName] : undefined;
    if (key !== undefined && node.type === 'element') {
      const written = node.properties[key];
      if (typeof written === 'string' && written !== '' && !written.startsWith('#')) {
        node.properties[key] = seenFrom(base, written);
      }
    }
    for (const child of node.children) if (child.type === 'element') nodes.push(child);
  }
  return tree;
}

/** Absolute addresses are not changed. */
function seenFrom(base: string, address: string): string {
  return /^[a-z][a-z\d+.-]*:/i.test(address) ? address : (absoluteAddress(address, base) ?? address);
}

/** The address of an item, relative or not, made absolute; one that cannot be resolved is not changed. */
export function itemAddress(address: string | null, base: string | null): string | null {
  return address === null ? null : seenFrom(base ?? '', address.trim());
}

/** The first of these addresses that is a web address. */
export function firstAddress(...addresses: readonly (string | null | undefined)[]): string | null {
  return addresses.find((address) => address != null && isAddress(address)) ?? null;
}
