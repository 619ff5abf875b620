import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ByteConstraints } from '../../../src/blog/constraints/byte-constraints.ts';
import { draftConstraints } from '../../../src/blog/constraints/draft-constraints.ts';
import { formOpening } from '../../../src/blog/constraints/front-matter-pattern.ts';
import { type FormParts, NOTHING_GIVEN, partsOfPost } from '../../../src/blog/corpus/form-parts.ts';
import { markdownForm } from '../../../src/blog/corpus/markdown-form.ts';
import { splitFrontMatter } from '../../../src/blog/posts/front-matter.ts';
import type { Post } from '../../../src/blog/posts/post.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

/** The beginning of a text of which nothing is given. */
const TITLE_OPENING = '---\ntitle: "';

const exampleFolder = new URL('../../../examples/blog/_articles/', import.meta.url);

function examplePosts(): Post[] {
  return readdirSync(exampleFolder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => readPost(name, readFileSync(new URL(name, exampleFolder), 'utf8')));
}

/** A post with these lines of front matter. */
function post(...lines: readonly string[]): Post {
  return readPost('a.md', `---\n${lines.join('\n')}\n---\n\nText.`);
}

/** The part of a text before it first breaks the rules; null if it never does. */
function brokenAfter(rules: ByteConstraints, text: string): string | null {
  const bytes = new TextEncoder().encode(text);
  let state = rules.start;
  for (const [i, byte] of bytes.entries()) {
    if (rules.isFree(state)) return null;
    state = rules.next(state, byte);
    if (state === -1) return new TextDecoder().decode(bytes.subarray(0, i));
  }
  return rules.isFree(state) ? null : text;
}

/** A text that obeys the rules: `choices` select each next byte from those allowed. */
function drawn(rules: ByteConstraints, choices: readonly number[]): string {
  const bytes: number[] = [];
  let state = rules.start;
  for (let i = 0; !rules.isFree(state); i++) {
    const possible = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => rules.next(state, byte) !== -1);
    // After the choices, the text takes the shortest way to the end.
    const closing = possible.find((byte) => byte === 0x22 || byte === 0x5d);
    const byte = i < choices.length ? possible[choices[i] % possible.length] : (closing ?? possible[0]);
    bytes.push(byte);
    state = rules.next(state, byte);
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

/** Draws a document that begins with nothing in particular. */
const NOTHING_FIRST = () => 1 - 2 ** -53;

describe('the rules of a blog', () => {
  it('accept each of its own posts', () => {
    const posts = examplePosts();
    const rules = draftConstraints(posts);
    for (const one of posts) expect(brokenAfter(rules, markdownForm(one, NOTHING_FIRST))).toBeNull();
  });

  it('allow nothing but valid front matter with the names and years of the blog', () => {
    const posts = examplePosts();
    const rules = draftConstraints(posts);
    const [categories, tags] = (['categories', 'tags'] as const).map(
      (key) => new Set(posts.flatMap((one) => one[key])),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(255), { minLength: 5, maxLength: 200 }), (choices) => {
        const { raw, data, keys } = splitFrontMatter('', drawn(rules, choices)).frontMatter;
        expect(parse(raw, { strict: true, uniqueKeys: true })).toEqual(data);
        expect(keys).toEqual(['title', 'date', 'categories', 'tags']);
        expect(data.title).toMatch(/^\S+(?: \S+)*$/u);
        const day = new Date(`${data.date}T00:00:00Z`);
        expect(day.toISOString().slice(0, 10)).toBe(data.date);
        expect(day.getUTCFullYear()).toBeGreaterThanOrEqual(2014);
        for (const name of data.categories as string[]) expect(categories).toContain(name);
        for (const name of data.tags as string[]) expect(tags).toContain(name);
      }),
    );
  });

  const tea = post('title: "Hot Tea"', 'date: 2020-02-28', 'tags: ["a \\"b\\"", c]');
  const head = `${TITLE_OPENING}Tea"\ndate: 2020-01-31\ntags: ["c"]\n---\n\nAnything`;

  it('do not allow white space other than the space in a title', () => {
    const rules = draftConstraints([tea]);
    const white = Array.from({ length: 0x3100 }, (_, code) => String.fromCodePoint(code)).filter((character) =>
      /\s/.test(character),
    );
    expect(white.length).toBeGreaterThan(20);
    const allowed = white.filter((character) => brokenAfter(rules, head.replace('Tea', `Te${character}a`)) === null);
    expect(allowed.map((character) => character.codePointAt(0)!.toString(16))).toEqual(['20']);
  });

  it.each([
    ['a title with too many words', head.replace('Tea', 'Tea And Toast'), 'Tea And'],
    ['a title in lower case', head.replace('Tea', 'tea'), '"'],
    ['a title with two spaces', head.replace('Tea', 'Tea  T'), 'Tea '],
    ['a day that does not exist', head.replace('01-31', '04-31'), '04-3'],
    ['a day that not all years have', head.replace('01-31', '02-29'), '02-2'],
    ['a year that the blog has not seen', head.replace('2020', '2021'), '202'],
    ['a tag that the blog does not have', head.replace('"c"', '"d"'), '["'],
    ['more tags than a post has', head.replace('"c"', '"c", "c", "c"'), '"c", "c"'],
    ['a category in a blog without any', head.replace('tags', 'categories'), '31\n'],
    ['a key that is missing', head.replace('date: 2020-01-31\n', ''), '"\n'],
    ['no blank line', head.replace('\n\n', '\n'), '---\n'],
  ])('do not allow %s', (_, text, end) => {
    const rules = draftConstraints([tea]);
    expect(brokenAfter(rules, head)).toBeNull();
    const broken = brokenAfter(rules, text);
    expect(broken).not.toBeNull();
    expect(broken).toMatch(new RegExp(`${end.replace(/[[\]"]/g, '\\$&')}$`));
  });

  it('accept each post after the parts that its document begins with', () => {
    const posts = examplePosts();
    // Every part first: the whole document is given.
    for (const one of posts) {
      const document = markdownForm(one, () => 0);
      const body = document.slice(document.indexOf('\n---\n\n') + 6);
      const parts = partsOfPost(one, body);
      const given = { ...parts, outline: parts.outline.slice(0, 1), headings: [] };
      expect(brokenAfter(draftConstraints(posts, given), document)).toBeNull();
    }
  });

  it.each<[string, Partial<FormParts>, string]>([
    ['a title', { title: 'any  title, "word for word"' }, 'title: "any  title, \\"word for word\\""\n'],
    ['tags that the blog does not have', { tags: ['new one'] }, 'tags: ["new one"]\ntitle: "'],
    ['an outline', { outline: ['One', 'Two'] }, 'outline:\n- "One"\n- "Two"\ntitle: "'],
    ['an end mark', { title: '<|endoftext|>' }, 'title: "<\\|endoftext|>"\n'],
  ])('begin with %s, and continue with the other keys', (_, some, opening) => {
    const given = { ...NOTHING_GIVEN, ...some };
    expect(formOpening(given)).toBe(`---\n${opening}`);
    const rules = draftConstraints([tea], given);
    let state = rules.start;
    for (const byte of new TextEncoder().encode(formOpening(given))) {
      const allowed = Array.from({ length: 256 }, (_, b) => b).filter((b) => rules.next(state, b) !== -1);
      expect(allowed).toEqual([byte]);
      state = rules.next(state, byte);
    }
    const rest = some.title === undefined ? 'Tea"\n' : '';
    const tags = some.tags === undefined ? 'tags: ["c"]\n' : '';
    expect(brokenAfter(rules, `---\n${opening}${rest}date: 2020-01-31\n${tags}---\n\n`)).toBeNull();
    expect(brokenAfter(rules, `---\n${opening}${rest}date: 2020-01-31\ntags: ["d"]\n---\n\n`)).not.toBeNull();
  });

  it('make lines optional that only some posts have, and allow quotes in names', () => {
    const rules = draftConstraints([tea, post('title: x')]);
    expect(brokenAfter(rules, `${TITLE_OPENING}any"\n---\n\n`)).toBeNull();
    expect(brokenAfter(rules, `${TITLE_OPENING}any"\ntags: ["a \\"b\\""]\n---\n\n`)).toBeNull();
  });
});

describe('given headings', () => {
  /** Its five blocks leave room for two in each of two sections and before them. */
  const usual = readPost('a.md', '---\ntitle: "Tea"\n---\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n');
  const rules = draftConstraints([usual], { ...NOTHING_GIVEN, title: 'Tea', headings: ['## Pot', '## <|endoftext|>'] });
  const front = '---\ntitle: "Tea"\n---\n\n';
  const end = '## <\\|endoftext|>\n\n';

  it.each([
    ['with nothing before the first', `## Pot\n\nA pot.\n\n${end}T`],
    ['with as much before it as there is room for', `Tea.\n\nMore tea.\n\n## Pot\n\nA pot.\n\n${end}T`],
    ['over a list', `## Pot\n\n- a\n  - b\n\n1. c\n\n${end}T`],
    ['over code with signs and blank lines', `## Pot\n\n\`\`\`sh\n# brew\n\n\n## more\n\`\`\`\n\n${end}T`],
    ['over lines that begin with code', `## Pot\n\n\`a\` is one.\n\`b\` # two\n\n${end}T`],
    ['over letters of several bytes', `## Pot\n\nÜber 茶.\n\n${end}Ü`],
  ])('are in the body %s', (_, body) => {
    expect(brokenAfter(rules, front + body)).toBeNull();
  });

  it.each([
    ['a heading of the model', '', '# Tea'],
    ['another one than the next', '## ', end.slice(3)],
    ['none after as many blocks as there is room for', 'Tea.\n\nTea.\n\n', 'Tea.'],
    ['one with nothing under it', '## Pot\n\n', '## '],
    ['none in the last section', '## Pot\n\nA pot.\n\nB.\n\n', 'C.'],
    ['a blank line more', 'Tea.\n\n', '\n'],
    ['a fence that could hide it', '', '~~~\n'],
  ])('are not replaced by %s', (_, before, wrong) => {
    const broken = brokenAfter(rules, front + before + wrong);
    expect(broken?.slice(0, (front + before).length)).toBe(front + before);
    expect(broken!.length).toBeLessThan((front + before + wrong).length);
  });

  it('are not over before the last section says something', () => {
    let state = rules.start;
    const text = `${front}## Pot\n\nA pot.\n\n${end}`;
    for (const byte of new TextEncoder().encode(text)) {
      expect(rules.isFree(state)).toBe(false);
      state = rules.next(state, byte);
    }
    expect(rules.isFree(state)).toBe(false);
    expect(rules.isFree(rules.next(state, 0x54))).toBe(true);
  });

  it('leave room for at least one block in each section, whatever the usual post has', () => {
    const short = draftConstraints([readPost('a.md', 'One.')], {
      ...NOTHING_GIVEN,
      title: 'Tea',
      headings: ['## A', '## B', '## C'],
    });
    expect(brokenAfter(short, `${front}Tea.\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc`)).toBeNull();
    expect(brokenAfter(short, `${front}Tea.\n\nT`)).toBe(`${front}Tea.\n\n`);
  });
});
