import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { corpusText, END_MARK, escapeEndMark } from '../../../src/blog/corpus/end-mark.ts';
import { markdownForm } from '../../../src/blog/corpus/markdown-form.ts';
import { bodyText, plainText } from '../../../src/blog/corpus/plain-text.ts';
import { sameTextKey } from '../../../src/blog/corpus/same-text.ts';
import type { Post } from '../../../src/blog/posts/post.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

/** Draws a document that begins with nothing in particular. */
const LAST = () => 1 - 2 ** -53;

/** The documents of a training text, each without the line break before its end mark. */
function documentsOf(text: string): string[] {
  const documents: string[] = [];
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line !== END_MARK) {
      lines.push(line);
      continue;
    }
    documents.push(lines.join('\n'));
    lines = [];
  }
  expect(lines).toEqual(['']);
  return documents;
}

describe('a training text', () => {
  it('has a line with the mark after each document', () => {
    expect(corpusText(['one', 'two\nthree'])).toBe('one\n<|endoftext|>\ntwo\nthree\n<|endoftext|>\n');
    expect(corpusText([])).toBe('');
  });

  it('can be split at these lines into its documents', () => {
    const text = fc.array(fc.constantFrom(END_MARK, '\n', 'a', '<|', '\\', '\n\n', '|>', 'endoftext'), {
      maxLength: 9,
    });
    const document = fc.oneof(
      fc.string({ unit: 'binary' }),
      text.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(document), (texts) => {
        const documents = texts.map(escapeEndMark);
        expect(documentsOf(corpusText(documents))).toEqual(documents);
      }),
    );
  });

  it('can be split into its posts even if they contain the mark', () => {
    const writings = [END_MARK, '&lt;|endoftext|&gt;', `\`${END_MARK}\``, `    ${END_MARK}`, '<|endof<!-- -->text|>'];
    const posts = writings.flatMap((writing) => [
      readPost('a.md', `---\ntitle: "${END_MARK}"\n---\na\n\n${writing}\n\nb\n`),
      readPost('a.txt', `a\n${writing}\nb\n`),
    ]);
    for (const form of [plainText, (post: Post) => markdownForm(post, LAST)]) {
      const documents = posts.map((post) => form(post));
      expect(documentsOf(corpusText(documents))).toEqual(documents);
    }
    expect(plainText(posts[0])).toBe('<\\|endoftext|>\n\na\n\n<\\|endoftext|>\n\nb');
  });
});

describe('the Markdown form', () => {
  it('has title, date, categories and tags, in this order unless others come first', () => {
    const yaml =
      'tags: a b\nauthor: me\ncategory: long mornings\ndate: 2019-03-10 08:30:00 +0200\ntitle: "Tea: \\"x\\""';
    const form = markdownForm(readPost('a.md', `---\n${yaml}\n---\n\n# *One* {{ x }}\n\n`), LAST);
    expect(form).toBe(
      '---\ntitle: "Tea: \\"x\\""\ndate: 2019-03-10\ncategories: ["long mornings"]\ntags: ["a", "b"]\n---\n\n# *One*',
    );
  });

  it('omits what a post does not have', () => {
    expect(markdownForm(readPost('2019-03-10-a.md', 'One\r\ntwo'), LAST)).toBe(
      '---\ndate: 2019-03-10\n---\n\nOne\ntwo',
    );
    expect(markdownForm(readPost('a.md', 'One'), LAST)).toBe('One');
  });

  it('reads back as the same post', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `x${text.trim()}`);
    fc.assert(
      fc.property(name, fc.uniqueArray(name), (title, tags) => {
        const json = JSON.stringify({ title, tags, date: '2019-03-10' });
        const post = readPost('a.md', `${json}\nBody\n`);
        const again = readPost('b.md', markdownForm(post, LAST));
        expect(again).toMatchObject({ title: post.title, tags: post.tags, date: post.date, body: '\nBody' });
        expect(parse(again.frontMatter.raw)).toEqual(again.frontMatter.data);
      }),
    );
  });
});

describe('the key of the same text', () => {
  const key = (text: string) => sameTextKey(readPost('a.md', text));

  it('is equal for the same title and words', () => {
    expect(key('---\ntitle: Tea\ndate: 2019-01-01\n---\nOne\r\ntwo caf\u00e9 \n')).toBe(
      key('+++\ntitle = "Tea"\n+++\n\nOne two  cafe\u0301'),
    );
  });

  it('differs with another title or word', () => {
    expect(key('---\ntitle: Tea\n---\nOne')).not.toBe(key('---\ntitle: Milk\n---\nOne'));
    expect(key('One')).not.toBe(key('one'));
  });
});

describe('a post in which a reader sees nothing', () => {
  it.each(['', ' \n\n', '<!-- later -->', '![alt](x.png)', '{% include x.html %}', '---\ntitle: Tea\n---\n\n'])(
    '%j has no body',
    (text) => {
      expect(bodyText(readPost('a.md', text))).toBe('');
    },
  );
});
