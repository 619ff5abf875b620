import { describe, expect, it } from 'vitest';
import { plainText } from '../../../../src/blog/corpus/plain-text.ts';
import { whyNotMdx } from '../../../../src/blog/markdown/bounded/why-not-mdx.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';

describe('whyNotMdx', () => {
  it.each([
    [
      'a post',
      'import A from "a"\n\n# One\n\n<A b={{ c: [1] }}>\n\ntext {a} `b`\n\n</A>\n\nexport const d = {\n  e: 1,\n\n  f: 2,\n}\n',
    ],
    ['many elements one after another', '<A>a</A>\n\n'.repeat(500)],
    ['a hundred notes', 'Tea[^1]\n\n[^1]: green\n\n'.repeat(100)],
    ['a tag with many attributes', `<A ${'b="c" '.repeat(1000)}/>`],
    ['many self-closing elements', '<A b="c" />\n\n'.repeat(500)],
  ])('lets %s be MDX', (_, text) => {
    expect(whyNotMdx(text)).toBeNull();
  });

  it.each([
    ['braces', '{'.repeat(7_000)],
    ['notes', 'Tea[^1]\n\n[^1]: green\n\n'.repeat(1501)],
    ['attributes', `<A ${'b="c" '.repeat(2001)}/>`],
    ['imports', 'import a from "a"\n\n'.repeat(1001)],
    ['nested braces', `${'{'.repeat(500)}a${'}'.repeat(500)}`],
    ['nested elements', `${'<A>\n\n'.repeat(500)}${'</A>\n\n'.repeat(500)}`],
    ['code that is never closed', `export const a = {\n\n${'b: 1,\n\n'.repeat(5000)}`],
    ['emphasis in emphasis', '*a _b '.repeat(20_000)],
  ])('gives a reason to read %s as Markdown, which takes little time', { timeout: 10_000 }, (_, text) => {
    expect(whyNotMdx(text)).not.toBeNull();
    const notes: string[] = [];
    plainText(readPost('a.mdx', `# A\n\n${text}`), (note) => notes.push(note));
    expect(notes[0]).toMatch(/^a\.mdx was read as Markdown instead of MDX because .*\.$/);
  });
});
