import { expect } from 'vitest';
import { rssFeed } from '../../../src/blog/import/feeds/rss-feed.ts';
import type { ImportedPost, LeftOut, SourceItem } from '../../../src/blog/import/post-source.ts';
import { documentSource } from '../../../src/blog/import/post-sources.ts';

async function* inPieces(text: string, characters: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += characters) yield text.slice(at, at + characters);
}

/** What the first source that recognises a text makes of it; RSS if none does. */
export async function readDocument(text: string, name = 'feed.xml', characters = 2 ** 16) {
  const source = documentSource(name, text.slice(0, 2 ** 16)) ?? rssFeed;
  const items: SourceItem[] = [];
  let fault: Error | null = null;
  try {
    for await (const item of source.read(inPieces(text, characters), name)) items.push(item);
  } catch (error) {
    fault = error as Error;
  }
  const posts = items.filter((item): item is ImportedPost => !('leftOut' in item));
  const leftOut = items.filter((item): item is LeftOut => 'leftOut' in item);
  const counts: Record<string, number> = {};
  for (const item of leftOut) counts[item.leftOut] = (counts[item.leftOut] ?? 0) + item.count;
  return { source: source.name, posts, leftOut, counts, fault };
}

/** The only post of a feed, with the fields that tests of formats compare. `name`: the source expected to read it. */
export async function onlyPost(text: string, name: string) {
  const { posts, leftOut, fault, source } = await readDocument(text);
  expect({ count: posts.length, leftOut, fault, source }).toEqual({ count: 1, leftOut: [], fault: null, source: name });
  const { title, slug, date, tags, canonicalUrl, description, markdown } = posts[0];
  return { title, slug, date, tags, link: canonicalUrl, description, body: markdown() };
}
