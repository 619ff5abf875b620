import { describe, expect, it } from 'vitest';
import { continuationOf, continuedFile, draftOpening } from '../../../src/blog/drafts/continue-draft.ts';
import { learnForm } from '../../../src/blog/drafts/learn-form.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const draft = (text: string) => readPost('a.md', text);

describe('what a model reads of a draft', () => {
  const file =
    '---\ntags: [a, b]\nsummary: Short.\nlayout: post\ntitle: Tea "x"\ndate: 2019-03-10 08:00\n---\n\n\nOne *two*\n\nthree ';

  it('has the front matter of its form, and the body as typed', () => {
    const head = '---\ntitle: "Tea \\"x\\""\ndate: 2019-03-10\ntags: ["a", "b"]\ndescription: "Short."\n---\n\n';
    expect(draftOpening(draft(file), 'markdown')).toBe(`${head}One *two*\n\nthree `);
    expect(draftOpening(draft(file), 'text')).toBe('Tea "x"\n\nOne *two*\n\nthree ');
  });

  it('has nothing before the body if there is nothing to say', () => {
    expect(draftOpening(draft('One'), 'markdown')).toBe('One');
    expect(draftOpening(draft('One'), 'text')).toBe('One');
    expect(draftOpening(draft('---\ntags: a\nsummary: b\n---\nOne'), 'markdown')).toBe('---\ntags: ["a"]\n---\n\nOne');
  });
});

describe('a continuation', () => {
  const added = (began: string, text: string, complete = true) =>
    continuationOf(draft(began), { text, complete }, learnForm([draft(began)]));

  it('loses its unfinished end, whatever blank lines come before it', () => {
    expect(added('---\ntitle: A\n---\n\n\nOne.\n  \n\nTwo ', 'three. Four fi', false)).toBe('three.');
    expect(added('One.\n\n\n\n', 'Two. Three fo', false)).toBe('Two.');
    expect(added('One ', 'two. Three and, ', true)).toBe('two.');
    expect(added('One ', 'two. Three', true)).toBe('two. Three');
  });

  it('does not repeat a paragraph of the draft', () => {
    expect(added('It was a very cold day.\n\n', 'It was a very cold day.\n\nSo what?')).not.toContain('cold');
  });

  it('closes code that the draft opened, and leaves other flaws of the draft', () => {
    expect(added('```\nlet a', ' = 1;')).toBe(' = 1;\n```');
    expect(added('It is *odd.\n\n', 'Yes.')).toBe('Yes.');
  });

  it('drops links to places that the draft does not know', () => {
    expect(added('[a](b.md) ', 'and [c](d.md), [e](https://f.example).')).toBe('and c, [e](https://f.example).');
  });
});

describe('a continued file', () => {
  const continued = (file: string, text: string) => continuedFile(file, draft(file), text);

  it.each([
    ['One', ' two.', 'One two.\n'],
    ['One\n', ' two.', 'One\ntwo.\n'],
    ['One\r\n', 'two.\n\nthree', 'One\r\ntwo.\r\n\r\nthree\r\n'],
    ['---\ntitle: A\n---\n\n', '\nTwo.', '---\ntitle: A\n---\n\nTwo.\n'],
    ['---\ntitle: A\n---\n', 'Two.', '---\ntitle: A\n---\n\nTwo.\n'],
    ['---\ntitle: A\n---', 'Two.', '---\ntitle: A\n---\n\nTwo.\n'],
  ])('of %j and %j is %j', (file, text, expected) => {
    expect(continued(file, text)).toBe(expected);
    expect(expected.startsWith(file)).toBe(true);
  });
});
