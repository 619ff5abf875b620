import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  drawnLines,
  type FormParts,
  givenLines,
  hasPart,
  NO_PARTS,
  partsOfPost,
} from '../../../src/blog/corpus/form-parts.ts';
import { markdownForm, withoutFrontMatter } from '../../../src/blog/corpus/markdown-form.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { Random } from '../../../src/engine/random.ts';

const parts: FormParts = {
  title: 'A "doorbell"',
  date: '2014-03-22',
  categories: ['development'],
  tags: ['doorbell', 'wood'],
  description: 'It judges.',
  outline: ['What it hears', 'What it says'],
};

const LINES = {
  title: 'title: "A \\"doorbell\\""',
  date: 'date: 2014-03-22',
  categories: 'categories: ["development"]',
  tags: 'tags: ["doorbell", "wood"]',
  description: 'description: "It judges."',
  outline: 'outline:\n- "What it hears"\n- "What it says"',
};

describe('the given parts', () => {
  it('are written in one order, as YAML that reads back', () => {
    const lines = givenLines(parts).join('\n');
    expect(lines).toBe(Object.values(LINES).join('\n'));
    expect(parse(lines)).toEqual(parts);
    expect(givenLines(NO_PARTS)).toEqual([]);
  });
});

/** Draws 0 for the parts that come first, in the order title, date, categories, tags, description, outline, then these. */
function drawing(first: string, ...rest: readonly number[]) {
  const draws = [...Array.from(first, (mark) => (mark === '1' ? 0 : 0.99)), ...rest];
  return () => draws.shift() ?? 0;
}

describe('a drawn document', () => {
  it.each([
    ['000000', 'title date categories tags'],
    ['111111', 'title date categories tags description outline'],
    ['000001', 'outline title date categories tags'],
    ['100100', 'title tags date categories'],
    ['000110', 'tags description title date categories'],
  ])('with draws %s has %s', (first, names) => {
    const lines = drawnLines(parts, drawing(first, 0.99, 0, 0)).join('\n');
    const expected = names.split(' ').map((name) => LINES[name as keyof typeof LINES]);
    expect(lines).toBe(expected.join('\n'));
  });

  it('keeps 1 to 8 points in order, each number equally likely', () => {
    const random = Random.fromSeed(1);
    const outline = Array.from({ length: 10 }, (_, i) => `point ${i}`);
    const counts = new Map<number, number>();
    const uses = new Map<string, number>();
    for (let i = 0; i < 4000; i++) {
      const lines = drawnLines({ ...NO_PARTS, title: 'x', outline }, () => random.uniform());
      const kept = lines.filter((line) => line.startsWith('- '));
      if (!lines.includes('outline:')) continue;
      expect(kept).toEqual(kept.toSorted());
      counts.set(kept.length, (counts.get(kept.length) ?? 0) + 1);
      for (const point of kept) uses.set(point, (uses.get(point) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const count of counts.values()) expect(count / 375).toBeCloseTo(1, 0);
    for (const count of uses.values()) expect(count / 1350).toBeCloseTo(1, 0);
    expect(uses.size).toBe(10);
  });

  it('begins with any subset of its parts sooner or later', () => {
    const random = Random.fromSeed(2);
    const orders = new Set<string>();
    for (let i = 0; i < 5000; i++) {
      const lines = drawnLines(parts, () => random.uniform());
      orders.add(lines.flatMap((line) => /^[a-z]+(?=:)/.exec(line)?.[0] ?? []).join(' '));
    }
    const heads = [
      'title',
      'tags title',
      'title tags',
      'title outline',
      'outline title',
      'tags outline title',
      'title tags outline',
    ];
    for (const head of heads)
      expect(
        [...orders].some((order) => order.startsWith(head)),
        head,
      ).toBe(true);
  });
});

describe('the parts of a post', () => {
  it('have its own description, on one line and cut after a word', () => {
    const described = (text: string) =>
      partsOfPost(readPost('a.md', `---\ntitle: A\nsummary: ${JSON.stringify(text)}\n---\nOne.`), 'One.').description;
    expect(described('Two\nlines')).toBe('Two lines');
    expect(described(' ')).toBeNull();
    expect(described('word '.repeat(100))).toBe('word '.repeat(60).trimEnd());
    expect(partsOfPost(readPost('a.md', 'One.'), 'One.')).toEqual({ ...NO_PARTS, outline: ['One.'] });
  });

  it.each([
    ['title', true],
    ['tags', true],
    ['outline', false],
    ['date', false],
  ] as const)('say whether there is a %s', (name, has) => {
    expect(hasPart({ ...NO_PARTS, title: 'x', tags: ['a'] }, name)).toBe(has);
  });
});

it('all example posts read back from their documents, without outline and private keys in the body', () => {
  const folder = new URL('../../../examples/blog/_articles/', import.meta.url);
  const texts: string[] = [];
  const random = Random.fromSeed(3);
  let outlines = 0;
  for (const name of readdirSync(folder)) {
    const post = readPost(name, readFileSync(new URL(name, folder), 'utf8'));
    const form = markdownForm(post, () => random.uniform());
    const again = readPost('a.md', form);
    expect(again).toMatchObject({ title: post.title, tags: post.tags, categories: post.categories });
    expect(again.date?.iso).toBe(post.date?.iso.slice(0, 10));
    if (again.frontMatter.keys.includes('outline')) outlines++;
    texts.push(form);
  }
  expect(outlines).toBeGreaterThan(texts.length / 2);
  expect(outlines).toBeLessThan(texts.length);
  const plain = withoutFrontMatter(texts.map((text) => `${text}\n<|endoftext|>\n`).join(''));
  expect(plain).not.toContain('title: "');
  expect(plain).not.toContain('outline:');
  expect(plain.split('<|endoftext|>\n')).toHaveLength(texts.length + 1);
});
