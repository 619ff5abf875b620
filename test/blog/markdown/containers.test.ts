import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { portableMarkdown } from '../../../src/blog/import/portable-markdown.ts';
import { type Dialect, dialectWith } from '../../../src/blog/markdown/dialect.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const docusaurus = dialectWith('mdx', 'mdx');

/** A note fails the test. */
function fail(note: string): never {
  throw new Error(note);
}

function textOf(body: string, name: string, dialect?: Dialect): string {
  const post = readPost(name, body);
  return plainText(dialect === undefined ? post : { ...post, dialect }, fail);
}

/** Forms that mean the same in Markdown and MDX. */
const forms: readonly (readonly [name: string, markdown: string, text: string])[] = [
  ['a container', ':::note\n\nWords.\n\n:::', 'Words.'],
  ['without empty lines', ':::info\nSteam *burns*.\n:::', 'Steam burns.'],
  ['right below a line', 'a\n:::info\nb\n:::\nc', 'a\n\nb\n\nc'],
  ['with a title in brackets', ':::tip[How full]\n\nHalf.\n\n:::', 'How full\n\nHalf.'],
  ['with a title of words', ':::tip How full\n\nHalf.\n\n:::', 'How full\n\nHalf.'],
  ['with Markdown in its title', ':::tip[How *full* `x`]\nHalf.\n:::', 'How full x\n\nHalf.'],
  ['with brackets in its title', ':::tip[See [this](x) too]\nHalf.\n:::', 'See this too\n\nHalf.'],
  ['with a title and an id', ':::tip[How full]{#full .wide}\nHalf.\n:::', 'How full\n\nHalf.'],
  ['with attributes', ':::note{#x .y}\nHalf.\n:::', 'Half.'],
  ['with a title among its attributes', ':::note{title="How full"}\nHalf.\n:::', 'How full\n\nHalf.'],
  ['with an empty title', ':::note[]\nHalf.\n:::', 'Half.'],
  ['with a space before its name', '::: warning\nHot.\n:::', 'Hot.'],
  ['of VuePress, with a title', '::: details Show it\nWords.\n:::', 'Show it\n\nWords.'],
  ['of VitePress, with a state', '::: details Show it {open}\nWords.\n:::', 'Show it\n\nWords.'],
  ['of VitePress, of code', '::: code-group\n\n```js [a.js]\nlet a;\n```\n\n:::', 'let a;'],
  ['within another', '::::warning[Hot]\n\na\n\n:::tip\nb\n:::\n\n::::', 'Hot\n\na\n\nb'],
  ['within two others', ':::::a\n::::b\n:::c\nWords.\n:::\n::::\n:::::', 'Words.'],
  ['within an item', '1. One:\n\n   :::note\n   It hums.\n   :::\n\n2. Two', '1. One:\n\n   It hums.\n\n2. Two'],
  ['within an item, with a title', '- One\n\n  :::tip[How]\n\n  Two.\n\n  :::', '- One\n\n  How\n\n  Two.'],
  ['that is an item', '- :::note\n  Words.\n  :::\n- b', '- Words.\n- b'],
  ['within a quote', '> :::note\n> Words.\n> :::', '> Words.'],
  ['within a quote, with a title', '> :::note[How]\n> Words.\n> :::', '> How\n>\n> Words.'],
  ['that is left open', ':::note\nWords.', 'Words.'],
  ['that ends twice', ':::note\nWords.\n:::\n:::', 'Words.'],
  ['with a list', ':::note\n- a\n- b\n:::', '- a\n- b'],
  ['with a table', ':::note\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n:::', 'a | b\n1 | 2'],
  ['with a heading', ':::note\n## a\nb\n:::', 'a\n\nb'],
  ['with its colons in code', '```\n:::note\n:::\n```', ':::note\n:::'],
  ['with code', ':::note\n```\n::: x\n```\n:::', '::: x'],
  ['a directive within a line', 'They said :quote[slow is *smooth*]{#slow} to me.', 'They said slow is smooth to me.'],
  ['a directive without attributes', 'Press :kbd[Ctrl].', 'Press Ctrl.'],
  ['a directive with a link', 'See :name[the [plan](x)]{.y}.', 'See the plan.'],
  ['a directive in brackets', 'a (:abbr[HTML]{title="x"}) b', 'a (HTML) b'],
  ['a directive of a line', 'a\n\n::video{#abc}\n\nb', 'a\n\nb'],
  ['a directive of a line with a label', 'a\n\n::leaf[Words]{.x}\n\nb', 'a\n\nWords\n\nb'],
  ['a time', 'At 3:45 or 12:30[1].', 'At 3:45 or 12:30[1].'],
  ['a colon after a letter', 'a:b[c] and note:x[1]', 'a:b[c] and note:x[1]'],
  ['a name of an emoji', 'a :smile: b', 'a :smile: b'],
  ['names of C++', 'Use std::vector and ::before.', 'Use std::vector and ::before.'],
  ['a line of a selector', 'a\n\n::before\n\nb', 'a\n\n::before\n\nb'],
  ['an address', 'See http://a.example:80/ now.', 'See http://a.example:80/ now.'],
  ['colons within a line', 'a ::: b and ::: c', 'a ::: b and ::: c'],
  ['a ratio', 'It is 4 : 3 or 16:9.', 'It is 4 : 3 or 16:9.'],
  ['the id of a heading', '## Words {#words}\n\na', 'Words\n\na'],
  ['the id of a heading that is underlined', 'Words {#words}\n===\n\na', 'Words\n\na'],
  ['code in a heading with an id', '## A `{#x}` {#words}\n\na', 'A {#x}\n\na'],
];

describe('containers and directives', () => {
  it.each(forms)('in Markdown: %s', (_, markdown, text) => {
    expect(textOf(markdown, 'a.md')).toBe(text);
  });

  it.each(forms)('in MDX: %s', (_, markdown, text) => {
    expect(textOf(markdown, 'a.mdx')).toBe(text);
    expect(textOf(markdown, 'a.md', docusaurus)).toBe(text);
  });

  it.each<[string, string, string]>([
    ['of Pandoc', '::: {.warning #x}\nHot.\n:::', 'Hot.'],
    ['of Pandoc, with a name and colons after it', '::::: sidebar ::::::\nHot.\n::::::', 'Hot.'],
    ['of Quarto', '::: {.callout-note title="How full"}\nHalf.\n:::', 'How full\n\nHalf.'],
    ['of MyST', ':::{note} How full\nHalf.\n:::', 'How full\n\nHalf.'],
    ['of GitLab', '::: {.class}\nHalf.\n:::', 'Half.'],
  ])('in Markdown, %s', (_, markdown, text) => {
    expect(textOf(markdown, 'a.md')).toBe(text);
  });

  it('are text if the generator does not support them', () => {
    for (const dialect of [dialectWith('liquid', 'kramdown'), dialectWith('shortcodes', 'goldmark')]) {
      expect(textOf(':::note\nWords.\n:::', 'a.md', dialect)).toBe(':::note Words. :::');
      expect(textOf('a :b[c]', 'a.md', dialect)).toBe('a :b[c]');
    }
    expect(textOf('a :b[c]', 'a.md', dialectWith('none', 'remark'))).toBe('a :b[c]');
    expect(textOf('a :b[c]', 'a.md', dialectWith('none', 'remark', { on: ['directives'] }))).toBe('a c');
  });
});

describe('Markdown that a site reads as MDX', () => {
  const page = [
    "import Photo from './photo';",
    'import {',
    '  Tabs,',
    "} from './tabs';",
    '',
    'It is {8 * 5} metres <!-- so they say --> high.{/* not seen */}',
    '',
    '<!-- truncate -->',
    '',
    '<Photo src="a.png" />',
    '',
    '<Tabs><TabItem value="a">Seen by *day*.</TabItem></Tabs>',
  ].join('\n');

  it('has no imports, expressions and components', () => {
    expect(textOf(page, 'a.md', docusaurus)).toBe('It is metres high.\n\nSeen by day.');
    const post = { ...readPost('a.md', page), dialect: docusaurus };
    expect(portableMarkdown(post, fail)).toBe('It is metres high.\n\nSeen by *day*.');
  });

  it('is read as Markdown if it is invalid, without them too, and reported', () => {
    const notes: string[] = [];
    const post = { ...readPost('a.md', `${page}\n\nOne <br> {two`), dialect: docusaurus };
    const text = portableMarkdown(post, (note) => notes.push(note));
    expect(text).not.toMatch(/import|Photo|Tab|not seen|truncate|so they say/);
    expect(text).toMatch(/Seen by \*day\*\.\n\nOne <br> \{two$/);
    expect(notes).toEqual([expect.stringMatching(/^a\.md is not valid MDX and was read as Markdown: \S/)]);
  });
});
