import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { editFrontMatter } from '../../../src/blog/publishing/edit-front-matter.ts';

/** The front matter, and what becomes of it with an entry added behind that of the title, or at the end. */
function added(raw: string): { data: Record<string, unknown>; edited: string } {
  const { frontMatter } = readPost('a.md', `+++\n${raw}+++\nx\n`);
  expect(frontMatter.delimiter).toBe('toml');
  const edited = editFrontMatter(frontMatter, new Map([['date', 'date = 2026-07-01']]), 'title');
  return { data: parse(edited), edited };
}

describe('an entry added to TOML', () => {
  it.each([
    ['behind the title', 'title = "A"\nweight = 1\n[params]\na = 1\n', 'title = "A"\n'],
    ['behind the last entry, where there is no title', 'weight = 1\n[params]\na = 1\n', 'weight = 1\n'],
    ['before the blank line that comes before a table', 'weight = 1\n\n[params]\na = 1\n', 'weight = 1\n'],
    ['before the first of several tables', 'weight = 1\n[one]\na = 1\n[two]\nb = 1\n', 'weight = 1\n'],
    ['before a list of tables', 'weight = 1\n[[menu]]\na = 1\n[[menu]]\na = 2\n', 'weight = 1\n'],
    ['before a table within a table', 'weight = 1\n[a.b]\nc = 1\n', 'weight = 1\n'],
    ['before a table that has a title', 'weight = 1\n[params]\ntitle = "A"\n', 'weight = 1\n'],
    ['before a table that has a date', 'weight = 1\n[params]\ndate = 2020-01-01\n', 'weight = 1\n'],
    ['before a table whose head is indented', 'weight = 1\n  [params]\n  a = 1\n', 'weight = 1\n'],
    ['before a table whose head has spaces', 'weight = 1\n[ params ]\na = 1\n', 'weight = 1\n'],
    ['before a table whose head is quoted', 'weight = 1\n["a # b"]\na = 1\n', 'weight = 1\n'],
    ['before a table with a remark', 'weight = 1\n[params] # for the theme\na = 1\n', 'weight = 1\n'],
    ['before an empty table', 'weight = 1\n[params]\n', 'weight = 1\n'],
    ['before everything, where there are only tables', '[params]\na = 1\n', ''],
    ['before everything, where there are only lists of tables', '[[menu]]\na = 1\n', ''],
    ['behind the remarks above the first table', '# mine\n[params]\na = 1\n', '# mine\n'],
    ['behind the blank line above the first table', '\n[params]\na = 1\n', '\n'],
    [
      'behind a list over several lines',
      'tags = [\n  "a",\n  "b"\n]\n[params]\na = 1\n',
      'tags = [\n  "a",\n  "b"\n]\n',
    ],
    ['behind a list of lists', 'm = [\n[1],\n[2]\n]\n[params]\na = 1\n', 'm = [\n[1],\n[2]\n]\n'],
    [
      'behind text with a line like a head',
      'q = """\n[no table]\n"""\n[params]\na = 1\n',
      'q = """\n[no table]\n"""\n',
    ],
    ['behind literal text with such a line', "q = '''\n[no]\n'''\n[params]\na = 1\n", "q = '''\n[no]\n'''\n"],
    ['behind an entry with dots', 'a.b = 1\n[params]\nc = 1\n', 'a.b = 1\n'],
    ['behind a table in braces', 'a = { b = 1 }\n[params]\nc = 1\n', 'a = { b = 1 }\n'],
    ['at the end, where there is no table', 'weight = 1\n', 'weight = 1\n'],
    ['at the end, behind an entry with a remark', 'weight = 1 # heavy\n', 'weight = 1 # heavy\n'],
  ])('stands %s', (_, raw, before) => {
    const { data, edited } = added(raw);
    const line = 'date = 2026-07-01\n';
    expect(edited).toBe(`${before}${line}${raw.slice(before.length)}`);
    expect(data).toEqual({ ...parse(raw), ...parse(line) });
  });

  it('takes the place of an entry of its own key, and not of one in a table', () => {
    const { edited } = added('date = 2020-01-01\n[params]\ndate = 2021-01-01\n');
    expect(edited).toBe('date = 2026-07-01\n[params]\ndate = 2021-01-01\n');
  });
});
