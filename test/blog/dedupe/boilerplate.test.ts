import { describe, expect, it } from 'vitest';
import { cleanPost } from '../../../src/blog/corpus/clean-post.ts';
import { BoilerplateFinder, boilerplateIn } from '../../../src/blog/dedupe/boilerplate.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

/** The bodies without boilerplate, and the keys of the boilerplate. */
function stripped(bodies: readonly string[], extension = '.md') {
  const posts = bodies.map((body, i) => readPost(`${i}${extension}`, body));
  const finder = new BoilerplateFinder();
  for (const post of posts) finder.add(post);
  const boilerplate = finder.passages();
  const cleaned = posts.map((post) => cleanPost(post, { boilerplate, strip: true, redact: false }).post.body);
  return { keys: Object.fromEntries(boilerplate), cleaned, posts, boilerplate };
}

const numbered = (count: number, body: (number: number) => string) => Array.from({ length: count }, (_, i) => body(i));
/** Letters, because digits do not distinguish paragraphs. */
const own = (number: number) => `Story ${'abcdefghijklmnopqrstuvwxyz'[number].repeat(3)} of its own.`;
const middle = (number: number) => ['x', 'y', 'z', 'v', 'w'].map((mark) => `${own(number)} ${mark}`).join('\n\n');

describe('boilerplate', () => {
  it('is a paragraph in most posts, at any place, regardless of digits, case and addresses', () => {
    const { keys, cleaned } = stripped(
      numbered(8, (n) => `${middle(n)}\n\n*Subscribe* to [letter ${n}](https://a.b/${n})!\n\n${middle(n)}`),
    );
    expect(keys).toEqual({ 'subscribe to letter 0': 8 });
    expect(cleaned).toEqual(numbered(8, (n) => `${middle(n)}\n\n${middle(n)}`));
  });

  it('is a paragraph at the beginning or end of a tenth of the posts, but not one in the middle of so few', () => {
    const bodies = numbered(20, (n) => (n < 5 ? `${middle(n)}\n\nCheers,\nAnna\n` : middle(n)));
    expect(stripped(bodies).keys).toEqual({ 'cheers anna': 5 });
    const within = numbered(20, (n) => (n < 5 ? `${middle(n)}\n\nCheers,\nAnna\n\n${middle(n)}` : middle(n)));
    expect(stripped(within).keys).toEqual({});
  });

  it('occurs in at least five posts', () => {
    expect(stripped(numbered(4, (n) => `${own(n)}\n\nBye.`)).keys).toEqual({});
    expect(stripped(numbered(5, (n) => `${own(n)}\n\nBye.`)).keys).toEqual({ bye: 5 });
  });

  it('includes a heading with nothing else below it, and no other heading', () => {
    const body = (n: number) => `## Summary\n\n${own(n)}\n\n---\n\n## About\n\nAnna writes here.\n`;
    expect(stripped(numbered(6, body)).cleaned).toEqual(numbered(6, (n) => `## Summary\n\n${own(n)}\n\n`));
  });

  it('is never code, a heading, a definition or a template tag', () => {
    const same = ['```\nnpm install\n```', '## Notes', '[a]: https://a.b/c', '{% include share.html %}', '<!--more-->'];
    expect(stripped(numbered(6, (n) => `${own(n)}\n\n${same.join('\n\n')}\n`)).keys).toEqual({});
    expect(
      stripped(
        numbered(6, (n) => `import X from 'x';\n\n${own(n)}`),
        '.mdx',
      ).keys,
    ).toEqual({});
  });

  it('counts a paragraph once per post', () => {
    expect(stripped(['Bye.\n\nBye.\n\nBye.\n\nBye.\n\nBye.', 'x']).keys).toEqual({});
  });

  it('is found among more paragraphs than are kept', () => {
    const finder = new BoilerplateFinder();
    const letters = (number: number) => number.toString().replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]);
    for (let number = 0; number < 60; number++) {
      const parts = Array.from({ length: 2500 }, (_, i) => `P${letters(number)}x${letters(i)}`);
      finder.add(readPost(`${number}.md`, [...parts, number < 50 ? 'Anna wrote it.' : 'Bert wrote it.'].join('\n\n')));
    }
    expect(Object.fromEntries(finder.passages())).toEqual({ 'anna wrote it': 50, 'bert wrote it': 10 });
  });

  it('stays unless it is to be removed', () => {
    const { posts, boilerplate } = stripped(numbered(6, (n) => `${own(n)}\n\nBye.`));
    const cleaned = cleanPost(posts[0], { boilerplate, strip: false, redact: false });
    expect(cleaned.post).toBe(posts[0]);
    expect(cleaned.boilerplate).toEqual(boilerplateIn(posts[0], boilerplate));
    expect(cleaned.boilerplate.map(({ text }) => text)).toEqual(['Bye.']);
  });
});
