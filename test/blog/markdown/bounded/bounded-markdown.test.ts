import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { boundedMarkdown, type PlainStretch } from '../../../../src/blog/markdown/bounded/bounded-markdown.ts';
import { planOf } from '../../../../src/blog/markdown/bounded/plan.ts';
import { sectionsOf } from '../../../../src/blog/markdown/bounded/sections.ts';

const parser = unified().use(remarkParse).use(remarkGfm).freeze();
const parse = (text: string): Root => parser.parse(text);

/** All blocks with their positions, one by one for those of the root. */
function blocksOf(tree: Root): unknown[] {
  return tree.children.map(flat);
}

function flat(node: Nodes): unknown {
  const { position, ...rest } = node;
  const place = position && [position.start.line, position.start.offset, position.end.line, position.end.offset];
  return { ...rest, place, ...('children' in node ? { children: node.children.map(flat) } : {}) };
}

/** Texts with positions where it is hard to see whether Markdown can be divided. */
const texts: Readonly<Record<string, string>> = {
  paragraphs: 'one\ntwo\n\nthree\n\n\nfour\n',
  'headings of both kinds': '# One\ntext\n\nTwo\n===\n\nThree\n---\ntext\n',
  'a tight list': '- one\n- two\n  more\n- three\n\nafter\n',
  'a loose list': '- one\n\n- two\n\n  more\n\n- three\n',
  'a list that is loose at one place': '- one\n- two\n\n- three\n- four\n',
  'items with paragraphs': '- one\n\n  of it\n- two\n\n  of that\n',
  'lists one after another': '- one\n* two\n+ three\n\n1. four\n2) five\n',
  'a list within a list': '- one\n  - a\n  - b\n- two\n\n  1. c\n  2. d\n',
  'a numbered list': '3. three\n4. four\n10. ten\n',
  'numbers in a paragraph': 'In the year\n2024. it rained\n2025. it did not\n',
  'an empty item': '-\n- two\n-\n\n- four\n',
  'a lazy item': '- one\nlazy\n- two\n',
  'a line across between items': '- one\n- - -\n- two\n* * *\n',
  'an underline that looks like an item': 'One\n-\ntwo\n--\n',
  'a fence with blank lines': '```js\na\n\n- b\n\nc\n```\nafter\n\n~~~\n```\n\n~~~\n',
  'a fence in a paragraph': 'text\n```\n\n- a\n```\nafter\n',
  'a fence in an item': '- one\n\n  ```\n  a\n\n  b\n  ```\n- two\n\nafter\n',
  'a fence in an item that text ends': '- one\n  ```\n  a\n\nafter\n\n```\n- b\n\n- c\n```\n',
  'a fence below a lazy line': '- ```\nafter\n\n  ```\n\n- b\n\n- c\n  ```\n',
  'a fence never closed': 'text\n\n```\na\n\n- b\n\nc\n',
  'code by its indent': 'text\n\n    a\n\n    - b\n\nafter\n',
  'code in an item': '- one\n\n      a\n\n- two\n',
  'a quote': '> one\n>\n> two\nlazy\n\n> three\n\nafter\n',
  'a list in a quote': '> - one\n>\n> - two\n\n- three\n',
  'a fence in a quote': '> ```\n> a\n\nafter\n\n> b\n> ```\n',
  'a comment with blank lines': '<!-- a\n\n- b\n\nc -->\n\nafter\n',
  'a comment never closed': '<!-- a\n\n- b\n\nc\n',
  'a script with blank lines': '<script>\na\n\nb\n</script>\n\nafter\n',
  'HTML up to a blank line': '<div>\n```\n</div>\n\n- one\n\n```\n\na\n```\n',
  'a tag alone on a line': '<span class="a">\n```\n</span>\n\n- one\n\n- two\n',
  'a tag in a paragraph': 'text\n<span>\n```\na\n\nb\n```\n',
  'a table': '| a | b |\n| - | :-: |\n| c | d |\n| e |\nf\n\nafter\n',
  'a table below text': 'text\n| a | b |\n| - | - |\n| c | d |\n',
  'rows without a table': '| a | b |\n| - |\n| c | d |\n| e | f |\n',
  'a link defined below':
    'a [link][here] and [here]\n\n- [Here]\n\ntext\n\n[here]: https://kettle.example "It sings"\n',
  'a link defined above': '[here]: /a\n[here]: /b\n\na [link][here]\n\n[ HERE\n] too\n',
  'a note': 'text[^1] and[^more]\n\n[^1]: a note\n\n    with more\n\n[^more]: another\n\nafter\n',
  'other line endings': 'one\r\n\r\n- two\r\n- three\r\n\r\n```\r\na\r\n\r\nb\r\n```\r\nafter\rand\r\rafter\n',
  'a byte order mark within': 'one\n\n\uFEFFtwo\n\nthree\n',
  tabs: '-\tone\n\n\ttwo\n\n-\tthree\n\n\tcode\n',
};

describe('boundedMarkdown', () => {
  it.each(Object.entries(texts))('reads %s in parts as it does whole', (_, text) => {
    expect(blocksOf(boundedMarkdown(text, parse, undefined, 1))).toEqual(blocksOf(parse(text)));
  });

  it('reads all posts of the example blog in parts as it does whole, and keeps nothing plain', () => {
    const folder = fileURLToPath(new URL('../../../../examples/blog/_articles/', import.meta.url));
    for (const name of readdirSync(folder)) {
      const text = readFileSync(folder + name, 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
      expect(sectionsOf(text).length, name).toBeGreaterThan(1);
      expect(blocksOf(boundedMarkdown(text, parse, undefined, 1)), name).toEqual(blocksOf(parse(text)));
      expect(
        planOf(text).every(({ plainFor }) => plainFor === null),
        name,
      ).toBe(true);
    }
  });

  it('joins the parts of long lists and tables', () => {
    const list = parse('');
    list.children = boundedMarkdown('- a b c d e\n'.repeat(4000), parse).children;
    expect(list.children).toMatchObject([{ type: 'list', spread: false }]);
    expect((list.children[0] as { children: unknown[] }).children).toHaveLength(4000);
    const table = boundedMarkdown(`| a | b |\n| - | - |\n${'| a longer cell | d |\n'.repeat(4000)}\nafter\n`, parse);
    expect(table.children.map(({ type }) => type)).toEqual(['table', 'paragraph']);
    expect((table.children[0] as { children: unknown[] }).children).toHaveLength(4001);
  });

  it('keeps an expensive stretch as typed, reports its lines, and parses the text around it', () => {
    const monster = `${'*a _b '.repeat(20_000)}\nand **more**`;
    const text = `# A kettle\n\nIt *sings*.\n\n${monster}\n\n- It is *red*.\n`;
    const reported: PlainStretch[] = [];
    const { children } = boundedMarkdown(text, parse, (stretch) => reported.push(stretch));
    expect(children.map(({ type }) => type)).toEqual(['heading', 'paragraph', 'code', 'list']);
    expect(children[2]).toMatchObject({ type: 'code', value: monster });
    const { start, end } = children[2].position!;
    expect(text.slice(start.offset, end.offset)).toBe(monster);
    expect(reported).toMatchObject([{ line: 5, lines: 2, text: monster }]);
    expect(text.slice(children[3].position!.start.offset)).toBe('- It is *red*.\n');
  });

  it('reports many stretches together', () => {
    const reported: PlainStretch[] = [];
    boundedMarkdown(`${'>'.repeat(200)} a\n\nb\n\n`.repeat(100), parse, (stretch) => reported.push(stretch));
    expect(reported).toHaveLength(4);
    expect(reported[3].lines).toBe(97);
  });
});

/** Texts of about the given length for which a parser needs quadratic time or a deep stack. */
const monsters: Readonly<Record<string, (characters: number) => string>> = {
  'emphasis in emphasis': (n) => '*a _b '.repeat(n / 12) + '_c* '.repeat(n / 12),
  'emphasis that never opens': (n) => 'a* '.repeat(n / 3),
  'marks in turns': (n) => '*_'.repeat(n / 2),
  'links in links': (n) => '[a'.repeat(n / 6) + '](b)'.repeat(n / 6),
  'images in images': (n) => '![a'.repeat(n / 7) + '](b)'.repeat(n / 7),
  'brackets that never open': (n) => ']'.repeat(n),
  'quotes in quotes': (n) => `${'>'.repeat(n)} a`,
  'lists in lists': (n) => `${'- '.repeat(n / 2)}a`,
  'items deeper each line': (n) => Array.from({ length: Math.sqrt(n) }, (_, i) => `${'  '.repeat(i)}- a`).join('\n'),
  'lazy lines': (n) => `> ${'a\n'.repeat(n / 2)}`,
  'headings by underlines': (n) => 'a\n===\n'.repeat(n / 6),
  'comments never closed': (n) => 'a <!-- b '.repeat(n / 9),
  'a table of more cells than text': (n) => `${'|a'.repeat(n / 6)}\n${'|-'.repeat(n / 6)}\n${'|\n'.repeat(n / 6)}`,
  'runs of backticks': (n) => Array.from({ length: Math.sqrt(2 * n) }, (_, i) => `${'`'.repeat(i)}a`).join(' '),
  'a wide table': (n) => `${'| a '.repeat(1000)}|\n${'| - '.repeat(1000)}|\n`.repeat(n / 8004),
  notes: (n) => 'a[^1]\n\n[^1]: b\n\n'.repeat(n / 16),
  addresses: (n) => 'a@b.c\n\n'.repeat(n / 7),
  'tags on lines of their own': (n) => '<b>\n\n'.repeat(n / 5),
  'tiny items': (n) => '- a\n'.repeat(n / 4),
  'tiny quotes': (n) => '>\n\n'.repeat(n / 3),
  'tiny tables': (n) => 'a | b\n- | -\nc | d\n\n'.repeat(n / 20),
};

describe('planOf', () => {
  it.each(Object.entries(monsters))('keeps enough of %s plain that the rest takes seconds', (_, make) => {
    const text = make(300_000);
    const parts = planOf(text);
    expect(parts.some(({ plainFor }) => plainFor !== null)).toBe(true);
    const parsed = parts.filter(({ plainFor }) => plainFor === null);
    const cost = parsed.reduce((sum, { start, end }) => {
      return sum + sectionsOf(text.slice(start, end)).reduce((costs, section) => costs + section.cost, 0);
    }, 0);
    expect(cost).toBeLessThan(3_300_000);
  });

  it('parses long texts of the kind people write in full', () => {
    const commit =
      '* [[`0a1b2c3d4e`](https://kettle.example/commit/0a1b2c3d4e)] - **lid**: close it sooner (A. Person) [#123](https://kettle.example/123)\n';
    const row = '| 2024-03-10 | [The kettle](https://kettle.example/a-longer-address) | sang before the *rain* |\n';
    const paragraph =
      'The *kettle* sings before `rain`, and [nobody](https://kettle.example/a) on this street has **ever** asked why it should.\n\n';
    for (const text of [
      commit.repeat(6000),
      `| day | what | remark |\n| - | - | - |\n${row.repeat(6000)}`,
      paragraph.repeat(3500),
      `\`\`\`\n${'let a = b * c[d];\n'.repeat(40_000)}\`\`\`\n`,
      'a word and another '.repeat(30_000),
      '雨前壺鳴'.repeat(250_000),
    ]) {
      expect(text.length).toBeGreaterThan(400_000);
      expect(
        planOf(text).filter(({ plainFor }) => plainFor !== null),
        text.slice(0, 50),
      ).toEqual([]);
    }
  });
});
