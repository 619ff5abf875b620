import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withExcluded } from '../../../../src/blog/import/sites/jekyll-exclude.ts';

const names = ['models', 'tpdne.config.*'];

describe('withExcluded', () => {
  test.each([
    [
      'a list in brackets',
      'a: 1\nexclude: [x, "y"] # why\nb: 2\n',
      'a: 1\nexclude: [x, "y", models, "tpdne.config.*"] # why\nb: 2\n',
    ],
    [
      'a list of lines',
      'exclude:\n  - x\n  - y # why\nb: 2\n',
      'exclude:\n  - x\n  - y\n  - models\n  - "tpdne.config.*" # why\nb: 2\n',
    ],
    ['a list without indentation', 'exclude:\n- x\n- y', 'exclude:\n- x\n- y\n- models\n- "tpdne.config.*"'],
    [
      'lines of Windows',
      'exclude:\r\n  - x\r\nb: 2\r\n',
      'exclude:\r\n  - x\r\n  - models\r\n  - "tpdne.config.*"\r\nb: 2\r\n',
    ],
  ])('adds to %s, and changes nothing else', (_, text, expected) => {
    expect(withExcluded(text, names)).toBe(expected);
    expect(parse(expected).exclude).toEqual([...parse(text).exclude, ...names]);
  });

  test.each([
    ['', ''],
    ['title: A', 'title: A\n'],
    ['title: A # mine\n', 'title: A # mine\n'],
    ['exclude:\ntitle: A\n', 'title: A\n'],
    ['title: A\nexclude: []\n', 'title: A\n'],
  ])('adds a new list to %j, with what Jekyll excludes by default', (text, kept) => {
    const changed = withExcluded(text, names)!;
    expect(changed.startsWith(`${kept}exclude:\n  - .sass-cache\n`)).toBe(true);
    expect(parse(changed).exclude).toEqual(expect.arrayContaining(['Gemfile', 'vendor/bundle/', ...names]));
    expect(parse(changed)).toMatchObject(parse(kept) ?? {});
  });

  test.each([
    ['a broken file', 'a: [1\n'],
    ['a list', '- a\n'],
    ['an alias', 'a: &x [b]\nexclude: *x\n'],
    ['a text', 'exclude: x\n'],
  ])('leaves %s alone', (_, text) => {
    expect(withExcluded(text, names)).toBeNull();
  });
});
