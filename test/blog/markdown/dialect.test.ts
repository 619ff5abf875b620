import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import { portableMarkdown } from '../../../src/blog/import/portable-markdown.ts';
import {
  type Dialect,
  dialectOf,
  dialectWith,
  portableDialect,
  unknownDialect,
} from '../../../src/blog/markdown/dialect.ts';
import { withoutTemplateTags } from '../../../src/blog/markdown/template-tags.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const kramdown = dialectWith('liquid', 'kramdown');
const goldmark = dialectWith('shortcodes', 'goldmark');
const remark = dialectWith('none', 'remark');
const python = dialectWith('none', 'python');

function textOf(body: string, dialect: Dialect = unknownDialect): string {
  return plainText({ ...readPost('a.md', body), dialect });
}

describe('definitions', () => {
  it.each<[string, string, string]>([
    ['a term', 'Assam\n: Black, and strong.', 'Assam\n\nBlack, and strong.'],
    [
      'two terms',
      'Assam\n: Black.\n\nSencha\n: Green.\n: From Japan.\n\nEnd',
      'Assam\n\nBlack.\n\nSencha\n\nGreen.\n\nFrom Japan.\n\nEnd',
    ],
    ['terms of one definition', 'a\nb\n: Both.', 'a\n\nb\n\nBoth.'],
    ['a definition after an empty line', 'Assam\n\n: Black.', 'Assam\n\nBlack.'],
    ['one of paragraphs', 'Assam\n\n:   Black.\n\n    Strong.\n\nEnd', 'Assam\n\nBlack.\n\nStrong.\n\nEnd'],
    ['one that continues', 'Assam\n: Black,\nand strong.', 'Assam\n\nBlack, and strong.'],
    ['one that continues, indented', 'Assam\n:   Black,\n    and strong.', 'Assam\n\nBlack, and strong.'],
    ['a list in one', 'Assam\n:   - a\n    - b', 'Assam\n\n- a\n- b'],
    ['code in one', 'Assam\n:   Brew:\n\n    ```\n    heat()\n    ```', 'Assam\n\nBrew:\n\nheat()'],
    ['marks in a term', '*Assam* `x`\n: Black.', 'Assam x\n\nBlack.'],
  ])('%s', (_, markdown, text) => {
    for (const dialect of [unknownDialect, kramdown, goldmark, python]) expect(textOf(markdown, dialect)).toBe(text);
  });

  it.each<[string, string, string]>([
    ['a colon in a line', 'Note : it is\nlate.', 'Note : it is late.'],
    ['an emoji below', 'a\n:smile: b', 'a :smile: b'],
    ['a table', '| a | b |\n|:---|---|\n| 1 | 2 |', 'a | b\n1 | 2'],
    ['a heading above', '# a\n: b', 'a\n\n: b'],
    ['nothing above', ': b', ': b'],
    ['code', '```\na\n: b\n```', 'a\n: b'],
  ])('are not found: %s', (_, markdown, text) => {
    expect(textOf(markdown)).toBe(text);
  });

  it('are text if the generator does not support them', () => {
    expect(textOf('Assam\n: Black.', remark)).toBe('Assam : Black.');
  });
});

describe('callouts', () => {
  it.each<[string, string, string]>([
    ['of GitHub', '> [!WARNING]\n> Hot water *scalds*.', '> Hot water scalds.'],
    ['of GitHub, with paragraphs', '> [!NOTE]\n>\n> a\n>\n> b', '> a\n>\n> b'],
    ['of GitHub, of one line', 'a\n\n> [!TIP]\n\nb', 'a\n\nb'],
    ['of Obsidian, with a title', '> [!note] On cups\n> A cup.', '> On cups\n>\n> A cup.'],
    ['of Obsidian, folded', '> [!faq]- Is it?\n> Yes.', '> Is it?\n>\n> Yes.'],
    ['of Obsidian, open', '> [!info]+\n> Yes.', '> Yes.'],
    ['of Obsidian, with a title alone', '> [!todo] Call Ann', '> Call Ann'],
    ['of Obsidian, in another', '> [!a] A\n> > [!b] B\n> > Words.', '> A\n>\n> > B\n> >\n> > Words.'],
    ['with a hyphen in its kind', '> [!my-kind]\n> a', '> a'],
    ['brackets later in a quote', '> a\n> [!b] c', '> a [!b] c'],
    ['brackets in a paragraph', '[!NOTE] a', '[!NOTE] a'],
    ['of Python-Markdown', '!!! note\n    A cup.', 'A cup.'],
    ['with a title', '!!! note "On cups"\n    A cup.', 'On cups\n\nA cup.'],
    ['with an empty title', '!!! note ""\n    A cup.', 'A cup.'],
    ['with classes', '!!! danger highlight blink "On cups"\n    A cup.', 'On cups\n\nA cup.'],
    [
      'with an empty line',
      '!!! note "On cups"\n\n    A cup.\n\n    Or two.\n\nEnd',
      'On cups\n\nA cup.\n\nOr two.\n\nEnd',
    ],
    ['folded', '??? tip "On cups"\n    A cup.', 'On cups\n\nA cup.'],
    ['unfolded', '???+ tip "On cups"\n    A cup.', 'On cups\n\nA cup.'],
    ['in another', '!!! note "A"\n    a\n\n    !!! tip "B"\n        b\n\n    c\n\nd', 'A\n\na\n\nB\n\nb\n\nc\n\nd'],
    ['in an item', '- a\n\n    !!! note "B"\n        c\n- d', '- a\n\n  B\n\n  c\n\n- d'],
    ['with code', '!!! note\n    ```\n    !!! x\n    ```', '!!! x'],
    ['with a tab', '!!! note "A"\n\tb', 'A\n\nb'],
    ['tabs', '=== "C"\n\n    One.\n\n=== "C++"\n\n    Two.', 'C\n\nOne.\n\nC++\n\nTwo.'],
    ['exclamation marks', 'What!!! note it.\n\n!!! What now?', 'What!!! note it.\n\n!!! What now?'],
    ['an underlined heading', 'a\n===\n\nb', 'a\n\nb'],
  ])('%s', (_, markdown, text) => {
    expect(textOf(markdown)).toBe(text);
  });

  it('in the form of Python-Markdown are text elsewhere', () => {
    expect(textOf('!!! note "A"\n    b', goldmark)).toBe('!!! note “A” b');
  });
});

describe("kramdown's own marks", () => {
  it.each<[string, string, string]>([
    [
      'Markdown in HTML',
      '<div class="x" markdown="1">\nMind the *step*, [here](x).\n</div>\n\na',
      'Mind the step, here.\n\na',
    ],
    ['Markdown in HTML, as a block', '<section markdown="block">\n*a*\n\n- b\n</section>', 'a\n\n- b'],
    ['Markdown in HTML of one line', '<div markdown="1">*a*</div>', 'a'],
    ['Markdown in a paragraph', '<p markdown="span">a *b*</p>', 'a b'],
    ['Markdown in a paragraph of lines', '<p class="x" markdown="1">\na *b*\n</p>\nc', 'a b\n\nc'],
    ['without quotes', '<div markdown=1>\n*a*\n</div>', 'a'],
    ['in another', '<div markdown="1">\n<div markdown="1">\n*a*\n</div>\n*b*\n</div>\n\n*c*', 'a\n\nb\n\nc'],
    ['in none', '<div markdown="0">\n*a*\n</div>', '*a*'],
    ['as code', '```\n<div markdown="1">\n```', '<div markdown="1">'],
    ['a comment', 'a\n\n{::comment}\nNot *seen*.\n\nNor this.\n{:/comment}\n\nb', 'a\n\nb'],
    ['a comment within a line', 'a {::comment}not seen{:/comment}b', 'a b'],
    ['a comment with a short end', 'a {::comment}not seen{:/} b', 'a b'],
    ['nomarkdown', 'A {::nomarkdown}<b>bold</b>{:/} word.', 'A bold word.'],
    ['options', '{::options parse_block_html="true" /}\n\na', 'a'],
    ['attributes of a block', 'a\n{: .x #y title="z"}\n\nb', 'a\n\nb'],
    ['attributes above a block', '{: .x}\na\n\nb', 'a\n\nb'],
    ['attributes between blocks', 'a\n{: .x}\nb', 'a\n\nb'],
    ['attributes of an item', '* a\n{: .x}\n* b', '- a\n- b'],
    ['attributes within an item', '- {:.x} a\n- b', '- a\n- b'],
    ['attributes of a quote', '> a\n> {: .x}\n\nb', '> a\n\nb'],
    ['attributes within a line', '[a](b){:target="_blank"} *c*{: .x} d', 'a c d'],
    ['attributes with a name', '{:x: .y .z}\na\n{: x}', 'a'],
    ['contents', '* TOC\n{:toc}\n\na', 'a'],
    ['contents of numbers', '1. TOC\n{:toc}\n\na', 'a'],
    ['the id of a heading', '## a {#b}\n\nc', 'a\n\nc'],
    ['an abbreviation', 'The HTML.\n\n*[HTML]: Hypertext Markup Language', 'The HTML.'],
    [
      'rules of a table',
      '| a | b |\n|---|:-:|\n| 1 | 2 |\n|-------|\n| 3 | 4 |\n|===|===|\n| 5 | 6 |',
      'a | b\n1 | 2\n3 | 4\n5 | 6',
    ],
    ['a cell of dashes', '| a | b |\n|---|---|\n| – | c |', 'a | b\n– | c'],
    ['rules of a table in code', '```\n| a |\n|---|\n| b |\n|===|\n```', '| a |\n|---|\n| b |\n|===|'],
    ['a note', 'a[^1]\n\n[^1]: b', 'a[1]\n\n[1] b'],
    [
      'an address below a note',
      'Read [the paper][p].[^1]\n\n[^1]: It is short.\n[p]: https://x.example',
      'Read the paper.[1]\n\n[1] It is short.',
    ],
    [
      'addresses below two notes',
      '[a][p][^1] [b][q][^2]\n\n[^1]: One.\n[^2]: Two.\n[p]: x\n[q]: y',
      'a[1] b[2]\n\n[1] One.\n[2] Two.',
    ],
    ['spaces in addresses', '![A map](/img/a map.png)\n\n[A file](/files/a file.pdf) to read.', 'A file to read.'],
    ['brackets in braces', 'a {:b c', 'a {:b c'],
    ['a smile', 'a {: b', 'a {: b'],
    ['code', '`{: .x}` and `{::comment}`', '{: .x} and {::comment}'],
  ])('%s', (_, markdown, text) => {
    expect(textOf(markdown, kramdown)).toBe(text);
    expect(textOf(markdown)).toBe(text);
  });

  it('are text elsewhere', () => {
    for (const markdown of [
      'a {: .x}',
      '{::comment}a{:/comment}',
      '[A file](/a file.pdf)',
      '*[HTML]: a',
      '## a {: .b}',
    ]) {
      expect(textOf(markdown, remark)).toBe(markdown.replace('## ', ''));
    }
  });

  it('have encoded spaces in addresses of an import', () => {
    const post = { ...readPost('a.md', '![A map](/img/a map.png) and [a file](b c.pdf)'), dialect: kramdown };
    expect(portableMarkdown(post, () => {})).toBe('![A map](/img/a%20map.png) and [a file](b%20c.pdf)');
  });
});

describe('a definition whose address has spaces', () => {
  it.each<[string, string, string]>([
    ['a web address', '[1]: http://x.example/?a=B c', '[1]: http://x.example/?a=B%20c'],
    ['a path', '[a map]: /files/a map of it.pdf', '[a map]: /files/a%20map%20of%20it.pdf'],
    ['a path from here', '[a]: ./a b.pdf', '[a]: ./a%20b.pdf'],
    ['a path from above', '[a]: ../a b.pdf', '[a]: ../a%20b.pdf'],
    ['more than one space', '[a]: /a   b', '[a]: /a%20b'],
    ['indentation', '   [a]: /a b', '   [a]: /a%20b'],
    ['a title', '[a]: /a b.pdf "A map"', '[a]: /a%20b.pdf "A map"'],
    ['a title in other quotes', "[a]: /a b.pdf 'A map'", "[a]: /a%20b.pdf 'A map'"],
  ])('and %s', (_, markdown, seen) => {
    expect(withoutTemplateTags(`See [1].\n\n${markdown}`, dialectWith('liquid', 'kramdown'))).toBe(
      `See [1].\n\n${seen}`,
    );
    expect(withoutTemplateTags(`See [1].\n\n${markdown}`, unknownDialect)).toBe(`See [1].\n\n${seen}`);
  });

  it.each([
    '[1]: /a',
    '[1]: /a "A title"',
    "[1]: http://x.example 'a b'",
    '[1]: /a (a title)',
    '[1]: <a b>',
    '[note]: it is short',
    '[^1]: /a b',
    '[a] /b c',
    '    [a]: /b c',
    '```\n[a]: /b c\n```',
  ])('is not seen in %j', (markdown) => {
    const text = `See.\n\n${markdown}`;
    expect(withoutTemplateTags(text, dialectWith('liquid', 'kramdown'))).toBe(text);
  });

  it('is text if the generator does not support it', () => {
    expect(withoutTemplateTags('[1]: /a b', dialectWith('shortcodes', 'goldmark'))).toBe('[1]: /a b');
  });
});

describe('marks of notes', () => {
  const all = dialectWith('none', 'markdown-it', {
    on: ['wiki-links', 'highlights', 'insertions', 'superscripts', 'subscripts'],
  });

  it.each<[string, string, string, string]>([
    ['a page', 'See [[A page]].', 'See A page.', 'See A page.'],
    ['a page by other words', 'See [[a-page|that one]].', 'See that one.', 'See that one.'],
    ['a heading of a page', 'See [[A page#Two]].', 'See A page.', 'See A page.'],
    ['a heading of this page', 'See [[#Two]].', 'See Two.', 'See Two.'],
    ['an embedded page', 'a\n\n![[b.png|300]]\n\nc', 'a\n\nc', 'a\n\nc'],
    ['a comment', 'a %%not seen%% b', 'a b', 'a b'],
    ['a comment of lines', 'a\n\n%%\nnot\n\nseen\n%%\n\nb', 'a\n\nb', 'a\n\nb'],
    ['a note in brackets', 'It is so [[1]](http://x.example).', 'It is so [1].', 'It is so [1].'],
    ['a number', 'It is so [[1]].', 'It is so [[1]].', 'It is so [[1]].'],
    ['an index', 'Take x[[i]] or a[[1]].', 'Take x[[i]] or a[[1]].', 'Take x[[i]] or a[[1]].'],
    ['a test of a shell', 'if [[ -f x ]]; then', 'if [[ -f x ]]; then', 'if [[ -f x ]]; then'],
    ['formats of numbers', 'printf %%d and %%s', 'printf %%d and %%s', 'printf %%d and %%s'],
    ['a highlight', 'It is ==new== here.', 'It is new here.', 'It is ==new== here.'],
    ['a comparison', 'a == b and c == d', 'a == b and c == d', 'a == b and c == d'],
    ['an insertion', 'It is ++new++ here.', 'It is new here.', 'It is ++new++ here.'],
    ['C++', 'C++ and i++ or ++i', 'C++ and i++ or ++i', 'C++ and i++ or ++i'],
    ['a superscript', 'x^2^ is', 'x² is', 'x^2^ is'],
    ['powers', 'x^2 + y^2', 'x^2 + y^2', 'x^2 + y^2'],
    ['a subscript', 'H~2~O', 'H2O', 'H2O'],
    ['a deletion', 'a ~~b~~ c', 'a b c', 'a b c'],
    ['code', '`[[a]] ==b== %%c%%`', '[[a]] ==b== %%c%%', '[[a]] ==b== %%c%%'],
    ['contents', '[TOC]\n\na', 'a', 'a'],
    ['contents of a wiki', '[[_TOC_]]\n\na', 'a', 'a'],
  ])('%s', (_, markdown, known, unknown) => {
    expect(textOf(markdown, all)).toBe(known);
    expect(textOf(markdown)).toBe(unknown);
  });

  it('are text if the generator does not support them', () => {
    const markdown = 'See [[A page|that]] ==b== %%c%% ++d++ e^f^';
    expect(textOf(markdown, goldmark)).toBe(markdown);
  });
});

describe('typographic replacement', () => {
  it.each<[string, string]>([
    ['a --- b -- c', 'a — b – c'],
    ['a---b 3--4', 'a—b 3–4'],
    ['and so on...', 'and so on…'],
    ['"well" and \'so\'', '“well” and ‘so’'],
    ["it's the '90s, rock 'n' roll", 'it’s the ’90s, rock ‘n’ roll'],
    ['("a") ["b"]', '(“a”) [“b”]'],
    ['"*a*" and *"b"*', '“a” and “b”'],
    ['a "[b](c)" d', 'a “b” d'],
    ['"\'a\' b"', '“‘a’ b”'],
    ['---"a"', '—“a”'],
    ['<< a >>', '« a »'],
    ['`a -- "b"...`', 'a -- "b"...'],
    ['```\na -- "b"\n```', 'a -- "b"'],
    ['$$a--b$$ c', '$$a--b$$ c'],
    ['<https://x.example/a--b>', 'https://x.example/a--b'],
    ['- "a"\n- "b"', '- “a”\n- “b”'],
    ['| "a" | "b" |\n|---|---|\n| c -- | d |', '“a” | “b”\nc – | d'],
  ])('%j', (markdown, text) => {
    expect(textOf(markdown, kramdown)).toBe(text);
    expect(textOf(markdown, goldmark)).toBe(text);
  });

  it('depends on the generator', () => {
    const markdown = 'a -- b --- c... (c) "d" << e';
    const of = (dialect: Dialect) => textOf(markdown, dialect);
    const on = ['typographer'] as const;
    expect(of(dialectWith('none', 'remark', { on }))).toBe('a — b --- c… (c) “d” << e');
    expect(of(dialectWith('none', 'markdown-it', { on }))).toBe('a – b — c… © “d” << e');
    expect(of(dialectWith('nunjucks', 'marked'))).toBe('a – b — c… (c) “d” << e');
    expect(of(goldmark)).toBe('a – b — c… (c) “d” « e');
  });

  it('does not happen if it is disabled or the generator is unknown', () => {
    const markdown = 'a -- "b"... :tada:';
    expect(textOf(markdown)).toBe(markdown);
    expect(textOf(markdown, remark)).toBe(markdown);
    expect(textOf(markdown, dialectWith('liquid', 'kramdown', { off: ['typographer'] }))).toBe(markdown);
  });

  it.each([
    ['We did it :tada:!', 'We did it 🎉!'],
    [':+1: :-1: :heart:', '👍 👎 ❤️'],
    [':smile::smile:', '😄😄'],
    ['at 10:30:45 or a: b: c', 'at 10:30:45 or a: b: c'],
    [':no-such-thing:', ':no-such-thing:'],
    ['`:tada:`', ':tada:'],
  ])('handles names of emoji in %j', (markdown, text) => {
    expect(textOf(markdown, dialectWith('none', 'remark', { on: ['emoji'] }))).toBe(text);
  });

  it('does not happen in an import', () => {
    const body = 'We did it :tada: --- after all -- and "well"...';
    const dialect = dialectWith('liquid', 'kramdown', { on: ['emoji'] });
    expect(portableMarkdown({ ...readPost('a.md', body), dialect }, () => {})).toBe(body);
  });
});

describe('front matter', () => {
  const dialectFor = (line: string, dialect?: Dialect) => {
    const post = readPost('a.md', `---\n${line}\n---\n`);
    return dialectOf(dialect === undefined ? post : { ...post, dialect });
  };

  it('can disable templates for a file', () => {
    expect(dialectFor('render_with_liquid: false', kramdown)).toEqual({ ...kramdown, templates: 'none' });
    expect(dialectFor('render_with_liquid: false')).toBe(portableDialect);
    expect(dialectFor('render_with_liquid: false', goldmark)).toBe(goldmark);
    expect(dialectFor('title: a')).toBe(unknownDialect);
  });

  it('can choose the template language in Eleventy', () => {
    const eleventy = dialectWith('liquid', 'markdown-it');
    expect(dialectFor('templateEngineOverride: njk,md', eleventy).templates).toBe('nunjucks');
    expect(dialectFor('templateEngineOverride: md', eleventy).templates).toBe('none');
    expect(dialectFor('templateEngineOverride: false', eleventy).templates).toBe('none');
    expect(dialectFor('templateEngineOverride: liquid,md', dialectWith('none', 'markdown-it')).templates).toBe(
      'liquid',
    );
  });
});
