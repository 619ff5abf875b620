import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { editFrontMatter } from '../../../src/blog/publishing/edit-front-matter.ts';

/** The front matter, and the result with an entry added after the title, or at the end. */
function added(raw: string): { data: Record<string, unknown>; edited: string } {
  const { frontMatter } = readPost('a.md', `+++\n${raw}+++\nx\n`);
  expect(frontMatter.delimiter).toBe('toml');
  const edited = editFrontMatter(frontMatter, new Map([['date', 'date = 2026-07-01']]), 'title');
  return { data: parse(edited), edited };
}

describe('an entry added to TOML', () => {
  it.each([
    ['after the title', 'title = "A"\nweight = 1\n[params]\na = 1\n', 'title = "A"\n'],
    ['after the last entry, without a title', 'weight = 1\n[params]\na = 1\n', 'weight = 1\n'],
    ['before the blank line that comes before a table', 'weight = 1\n\n[params]\na = 1\n', 'weight = 1\n'],
    ['before the first of several tables', 'weight = 1\n[one]\na = 1\n[two]\nb = 1\n', 'weight = 1\n'],
    ['before a list of tables', 'weight = 1\n[[menu]]\na = 1\n[[menu]]\na = 2\n', 'weight = 1\n'],
    ['before a table within a table', 'weight = 1\n[a.b]\nc = 1\n', 'weight = 1\n'],
    ['before a table that has a title', 'weight = 1\n[params]\ntitle = "A"\n', 'weight = 1\n'],
    ['before a table that has a date', 'weight = 1\n[params]\ndate = 2020-01-01\n', 'weight = 1\n'],
    ['before a table with an indented header', 'weight = 1\n  [params]\n  a = 1\n', 'weight = 1\n'],
    ['before a table with spaces in its header', 'weight = 1\n[ params ]\na = 1\n', 'weight = 1\n'],
    ['before a table with a quoted header', 'weight = 1\n["a # b"]\na = 1\n', 'weight = 1\n'],
    ['before a table with a comment', 'weight = 1\n[params] # for the theme\na = 1\n', 'weight = 1\n'],
    ['before an empty table', 'weight = 1\n[params]\n', 'weight = 1\n'],
    ['before everything, if there are only tables', '[params]\na = 1\n', ''],
    ['before everything, if there are only lists of tables', '[[menu]]\na = 1\n', ''],
    ['after the comments above the first table', '# mine\n[params]\na = 1\n', '# mine\n'],
    ['after the blank line above the first table', '\n[params]\na = 1\n', '\n'],
    [
      'after a list over several lines',
      'tags = [\n  "a",\n  "b"\n]\n[params]\na = 1\n',
      'tags = [\n  "a",\n  "b"\n]\n',
    ],
    ['after a list of lists', 'm = [\n[1],\n[2]\n]\n[params]\na = 1\n', 'm = [\n[1],\n[2]\n]\n'],
    [
      'after text with a line like a header',
      'q = """\n[no table]\n"""\n[params]\na = 1\n',
      'q = """\n[no table]\n"""\n',
    ],
    ['after literal text with such a line', "q = '''\n[no]\n'''\n[params]\na = 1\n", "q = '''\n[no]\n'''\n"],
    ['after an entry with dots', 'a.b = 1\n[params]\nc = 1\n', 'a.b = 1\n'],
    ['after a table in braces', 'a = { b = 1 }\n[params]\nc = 1\n', 'a = { b = 1 }\n'],
    ['at the end, without a table', 'weight = 1\n', 'weight = 1\n'],
    ['at the end, after an entry with a comment', 'weight = 1 # heavy\n', 'weight = 1 # heavy\n'],
  ])('goes %s', (_, raw, before) => {
    const { data, edited } = added(raw);
    const line = 'date = 2026-07-01\n';
    expect(edited).toBe(`${before}${line}${raw.slice(before.length)}`);
    expect(data).toEqual({ ...parse(raw), ...parse(line) });
  });

  it('replaces an entry with its own key, but not one in a table', () => {
    const { edited } = added('date = 2020-01-01\n[params]\ndate = 2021-01-01\n');
    expect(edited).toBe('date = 2026-07-01\n[params]\ndate = 2021-01-01\n');
  });
});
