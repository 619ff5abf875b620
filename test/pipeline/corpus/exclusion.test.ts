import { describe, expect, it } from 'vitest';
import { globMatches } from '../../../src/blog/import/sites/glob-match.ts';
import { Exclusion } from '../../../src/pipeline/corpus/exclusion.ts';
import { MemoryFiles } from '../../../src/project/memory-files.ts';

const files = new MemoryFiles(globMatches);

function matching(pattern: string, ...names: string[]): string | null {
  return new Exclusion(files, [pattern]).matching(...names);
}

describe('Exclusion', () => {
  it.each([
    ['a file name', 'tea.md', 'posts/2019/tea.md'],
    ['a glob of file names', '2019-*.md', 'posts/2019-01-02-tea.md'],
    ['a path', 'posts/tea.md', 'posts/tea.md'],
    ['a path written otherwise', './posts/../posts/tea.md', 'posts/tea.md'],
    ['an absolute path', '/posts/tea.md', 'posts/tea.md'],
    ['a folder', 'posts/old', 'posts/old/2009/tea.md'],
    ['a folder with a slash at its end', 'posts/old/', 'posts/old/tea.md'],
    ['a folder here', 'old', 'old/tea.md'],
    ['a glob', 'posts/**/tea.*', 'posts/a/b/tea.md'],
    ['a name with the marks of globs', 'a[1].md', 'posts/a[1].md'],
    ['an item of an export by its file', 'blog.xml/2019-01-02-tea.md', 'blog.xml/2019-01-02-tea.md'],
    ['an item of a feed', 'https://a.org/feed/2019-01-02-tea.md', 'https://a.org/feed/2019-01-02-tea.md'],
    ['an item by the name of its file alone', '2019-01-02-tea.md', 'blog.xml/2019-01-02-tea.md'],
    ['letters that are composed otherwise', 'cafe\u0301.md', 'posts/caf\u00e9.md'],
  ])('matches %s', (_, pattern, name) => {
    expect(matching(pattern, name)).toBe(pattern);
  });

  it.each([
    ['another file', 'tea.md', 'posts/green-tea.md'],
    ['a file of the same name at another path', 'posts/tea.md', 'posts/old/tea.md'],
    ['a folder of the same name in another folder', 'old', 'posts/old/tea.md'],
    ['a folder that begins the same', 'posts/old', 'posts/older/tea.md'],
    ['a deeper file than a glob names', 'posts/*.md', 'posts/old/tea.md'],
  ])('does not match %s', (_, pattern, name) => {
    expect(matching(pattern, name)).toBeNull();
  });

  it('matches a post by any of its names, and says by which entry', () => {
    const exclusion = new Exclusion(files, ['nothing.md', 'blog.xml, item 2 (Tea)', 'old/*']);
    expect(exclusion.matching('blog.xml, item 2 (Tea)', 'blog.xml/tea.md')).toBe('blog.xml, item 2 (Tea)');
    expect(exclusion.matching('old/a.md')).toBe('old/*');
    expect(exclusion.unmatched).toEqual(['nothing.md']);
  });

  it('matches nothing without entries', () => {
    const exclusion = new Exclusion(files, []);
    expect([exclusion.matching('a.md'), exclusion.unmatched]).toEqual([null, []]);
  });
});
