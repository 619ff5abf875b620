import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/blog/corpus/plain-text.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { styleDistance } from '../../../src/blog/style/style-distance.ts';
import { StyleProfileBuilder } from '../../../src/blog/style/style-profile.ts';
import { styleOf, type TextStyle } from '../../../src/blog/style/text-style.ts';
import type { StyleProfile, UsualFeature } from '../../../src/blog/style/usual-style.ts';

const articles = new URL('../../../examples/blog/_articles/', import.meta.url);
const posts = readdirSync(articles).map((name) => readPost(name, readFileSync(new URL(name, articles), 'utf8')));
const styles = posts.map((post) => {
  const { text, tree } = readBody(post);
  return styleOf(text, tree);
});

function profileOf(some: readonly TextStyle[]): StyleProfile | null {
  const builder = new StyleProfileBuilder();
  for (const style of some) builder.add(style);
  return builder.finish();
}

describe('the distance from a blog', () => {
  it('is at most 1 for most of its posts that were not measured', () => {
    const distances = styles.map((style, i) => {
      const others = profileOf(styles.filter((_, other) => other % 4 !== i % 4))!;
      return styleDistance(others, style)!.distance;
    });
    expect(distances.filter((distance) => distance <= 1).length).toBeGreaterThan(0.75 * distances.length);
    expect(Math.max(...distances)).toBeLessThan(2);
  });

  it('is larger for a text in another language, or by another writer', () => {
    const profile = profileOf(styles)!;
    const legal =
      'Notwithstanding the foregoing, the licensee shall indemnify the licensor against any claim arising thereunder; ' +
      'provided, however, that such indemnification is limited to direct damages, as hereinafter defined in section twelve.';
    const spanish =
      'La gaviota no sabe nada de los autobuses. Se queda en el tejado y mira cómo sale el último de la noche.';
    for (const text of [legal, spanish])
      expect(styleDistance(profile, styleOf(text, null))!.distance).toBeGreaterThan(1.15);
  });

  it('names at most three features, one of each group, with both values, the worst first', () => {
    const { unlike } = styleDistance(profileOf(styles)!, styleOf(`${'and so it went on '.repeat(30)}! ! ! !`, null))!;
    expect(unlike).toHaveLength(3);
    expect(new Set(unlike.map(({ kind }) => kind.split('-')[0])).size).toBe(3);
    const sizes = unlike.map(({ z }) => Math.abs(z));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    for (const { value, usual, z } of unlike) expect(Math.sign(value - usual)).toBe(Math.sign(z));
  });

  it('is unknown without words', () => {
    expect(styleDistance(profileOf(styles)!, styleOf('***', null))).toBeNull();
  });
});

const feature = (kind: UsualFeature['kind'], of: string | null, mean: number, deviation: number): UsualFeature => ({
  kind,
  of,
  mean,
  deviation,
});
const measured = (features: TextStyle['features'], counts: readonly [string, number][] = []): TextStyle => ({
  words: 1000,
  counts: new Map(counts),
  features,
});

describe('by its formula, the distance', () => {
  const profile: StyleProfile = {
    unit: 2,
    features: [
      feature('word', 'the', 50, 10),
      feature('word', 'a', 20, 5),
      feature('mark', ',', 10, 2),
      feature('links', null, 1, 1),
    ],
  };

  it('is the mean of the groups, each the mean of absolute z-scores of at most 5', () => {
    const style = measured(
      [
        { kind: 'mark', of: ',', value: 8 },
        { kind: 'links', of: null, value: 101 },
      ],
      [
        ['the', 60],
        ['a', 5],
      ],
    );
    // Words (1 + 3) / 2, marks 1, structure 5.
    expect(styleDistance(profile, style)!.distance).toBeCloseTo((2 + 1 + 5) / 3 / 2, 12);
    expect(styleDistance(profile, style)!.unlike.map(({ kind, of, z }) => [kind, of, z])).toEqual([
      ['links', null, 100],
      ['word', 'a', -3],
    ]);
  });

  it('leaves out what was not measured, and names no feature below 1.5', () => {
    const style = measured(
      [{ kind: 'mark', of: ',', value: 12.9 }],
      [
        ['the', 50],
        ['a', 20],
      ],
    );
    expect(styleDistance(profile, style)).toEqual({ distance: expect.closeTo(1.45 / 2 / 2, 12), unlike: [] });
    const more = measured([{ kind: 'mark', of: ',', value: 13 }]);
    expect(styleDistance(profile, more)!.unlike.map(({ of }) => of)).toContain(',');
  });
});

describe('the profile of a blog', () => {
  const sentences = (value: number): TextStyle => measured([{ kind: 'sentence-words', of: null, value }]);

  it('has the mean and the deviation of its posts, and a word that half of them have', () => {
    const some = [10, 12, 14, 16, 18].map((value, i) => ({
      ...sentences(value),
      counts: new Map(i < 2 ? [['two', 9]] : [['three', 3]]),
    }));
    const { features } = profileOf(some)!;
    expect(features).toEqual([
      { kind: 'word', of: 'three', mean: 1.8, deviation: expect.closeTo(Math.sqrt(2.7), 12) },
      { kind: 'sentence-words', of: null, mean: 14, deviation: expect.closeTo(Math.sqrt(10), 12) },
    ]);
  });

  it('has no spread below what a reader notices, and no unit of nothing', () => {
    const { features, unit } = profileOf(Array(6).fill(sentences(9)))!;
    expect(features).toEqual([{ kind: 'sentence-words', of: null, mean: 9, deviation: 1 }]);
    expect(unit).toBe(0.25);
  });

  it('needs five posts with words', () => {
    const four = Array(4).fill(sentences(9));
    expect(profileOf([...four, { words: 0, counts: new Map(), features: [] }])).toBeNull();
    expect(profileOf([...four, sentences(9)])).not.toBeNull();
  });

  it('of a large blog has every second post, then every fourth, from all of it', () => {
    const many = Array.from({ length: 2000 }, (_, i) => sentences(i));
    const { features } = profileOf(many)!;
    expect(features[0].mean).toBeGreaterThan(950);
    expect(features[0].mean).toBeLessThan(1050);
  });

  it('has a feature that half of the posts have, at least five, by these alone', () => {
    const have = [1, 3, 5, 7, 9].map(sentences);
    const lack = (count: number) => Array<TextStyle>(count).fill(measured([]));
    const own = [{ kind: 'sentence-words', of: null, mean: 5, deviation: expect.closeTo(Math.sqrt(10), 12) }];
    expect(profileOf([...lack(5), ...have])!.features).toEqual(own);
    expect(profileOf([...have, ...lack(6)])!.features).toEqual([]);
    expect(profileOf([...have.slice(1), ...lack(1)])!.features).toEqual([]);
  });

  it('compares a post that has a feature with the others that have it, and one without it with none', () => {
    const { unit } = profileOf([...[5, 5, 5, 5, 5, 8].map(sentences), measured([])])!;
    // The sixth is three of the smallest deviation from five that are alike; the last has nothing to compare.
    expect(unit).toBe(3);
  });
});
