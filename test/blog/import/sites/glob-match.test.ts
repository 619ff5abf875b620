import { expect, it, test } from 'vitest';
import { globMatches } from '../../../../src/blog/import/sites/glob-match.ts';

it.each([
  ['*.md', 'a.md', true],
  ['*.md', 'a/b.md', false],
  ['**/*.md', 'a.md', true],
  ['**/*.md', 'a/b/c.md', true],
  ['**/*.{md,mdx}', 'a/b.mdx', true],
  ['**/*.{md,mdx}', 'a/b.txt', false],
  ['**/[^_]*.md', 'a/b.md', true],
  ['**/[^_]*.md', 'a/_b.md', false],
  ['**/[!_]*.md', '_b.md', false],
  ['**/[^_]*.md', '_a/b.md', true],
  ['blog/**', 'blog/a/b.md', true],
  ['blog/**', 'blog', false],
  ['blog/**/x.md', 'blog/x.md', true],
  ['blog/**/x.md', 'blog/a/b/x.md', true],
  ['blog/**/x.md', 'blogs/x.md', false],
  ['**/_*/**', '_a/b.md', true],
  ['**/_*/**', 'c/_a/d/b.md', true],
  ['**/_*/**', 'c/a_/b.md', false],
  ['a?c.md', 'abc.md', true],
  ['a?c.md', 'a/c.md', false],
  ['[a-c]x', 'bx', true],
  ['[a-c]x', 'dx', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['{a,b}/{c,d}', 'b/c', true],
  ['{a,{b,c}}', 'c', true],
  ['{a,b}', '{a,b}', false],
  ['', '', true],
  ['a', '', false],
  ['*', '日本', true],
  ['a.b', 'axb', false],
  ['20*/*.md', '2020/a.md', true],
  ['**', 'a/b/c', true],
  ['a**z', 'a/b/z', true],
])('%s of %s: %s', (glob, path, expected) => {
  expect(globMatches(glob, path)).toBe(expected);
});

test('every glob is fast', () => {
  const before = performance.now();
  for (const glob of [
    '*a'.repeat(2000),
    '**/'.repeat(1000),
    '{a,b}'.repeat(1000),
    '['.repeat(5000),
    '{'.repeat(5000),
    '{,'.repeat(3000),
  ]) {
    globMatches(glob, 'a/'.repeat(120));
  }
  expect(performance.now() - before).toBeLessThan(2000);
});
