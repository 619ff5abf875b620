import { describe, expect, it } from 'vitest';
import { cleanPost } from '../../../src/blog/corpus/clean-post.ts';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { BoilerplateFinder, boilerplateIn } from '../../../src/blog/dedupe/boilerplate.ts';
import type { Post } from '../../../src/blog/posts/post.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { findPrivate } from '../../../src/blog/redact/find-private.ts';

const cleaning = { boilerplate: new Map(), strip: true, redact: true };

function postOf(body: string, name = 'a.md'): Post {
  return readPost(name, `---\ntitle: A\n---\n${body}`);
}

/** Bodies of about a million characters each. */
const bodies: Readonly<Record<string, string>> = {
  'addresses of mail': Array.from({ length: 30_000 }, (_, i) => `jane${i}@kettle${i}.org and more words`).join('\n'),
  'addresses of mail in one line': Array.from({ length: 40_000 }, (_, i) => `jane${i}@kettle${i}.org `).join(''),
  'heads of mails and their quotes': 'From: jane@kettle.org\nTo: joe@stove.org\nSubject: Tea\n\n> yes\n\n'.repeat(
    16_000,
  ),
  'spelled addresses': 'jane (at) kettle (dot) org '.repeat(37_000),
  'telephone numbers': '+49 30 901820 '.repeat(70_000),
  'mails in one quote': '> On Monday, Jane wrote:\n> a kettle\n'.repeat(28_000),
  'private keys that never end': '-----BEGIN PRIVATE KEY-----\n'.repeat(36_000),
  'addresses that are tracked, among code': 'https://kettle.example/?utm_source=a `b` '.repeat(25_000),
  'a line across with spaces and a word': `- - -${' '.repeat(1_000_000)}x`,
  'a heading with spaces and a line below': `# a${' '.repeat(1_000_000)}\nb`,
  'links that never close': ']('.repeat(500_000),
};

describe('a post of a million characters', { timeout: 20_000 }, () => {
  it.each(Object.entries(bodies))('of %s is cleaned in seconds', (_, body) => {
    const { findings } = cleanPost(postOf(body), cleaning);
    expect(findings.length).toBe(findPrivate(postOf(body).body).length);
    const finder = new BoilerplateFinder();
    finder.add(postOf(body));
    expect(boilerplateIn(postOf(body), finder.passages())).toEqual([]);
  });

  it.each([
    ['spaces', ' '],
    ['tabs', '\t'],
    ['empty lines', '\n'],
  ])('keeps %s within lines and drops them at line ends', (_, space) => {
    const gap = space.repeat(1_000_000);
    expect(plainText(postOf(`a${gap}b  \nc\t\n`, 'a.txt'))).toBe(`A\n\na${gap}b\nc`);
  });
});

describe('findPrivate', () => {
  it('reports nested private text only once, each with its line', () => {
    const body =
      'one\n\nOn Monday, 1 Jan 2024, Jane wrote:\n> mail joe@kettle.org\n> On Sunday, Jo wrote:\n> > a\n\nJim@kettle.org\n';
    const { findings } = cleanPost(postOf(body), cleaning);
    expect(findings.map(({ kind, line }) => [kind, line])).toEqual([
      ['quoted mail', 6],
      ['e-mail address', 11],
    ]);
  });
});
