import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { plainYaml } from '../../../src/blog/posts/plain-yaml.ts';

const asRead = (raw: string): unknown =>
  parse(raw, { uniqueKeys: false, merge: true, resolveKnownTags: false, logLevel: 'silent' });

const pieces = [
  ...[
    'title',
    'date',
    'tags',
    'true',
    'null',
    ': ',
    ':',
    '"',
    '"',
    'a',
    'é',
    '雨',
    '7',
    '2024-03-10',
    '[',
    ']',
    ', ',
    ',',
    '\n',
    '\n',
  ],
  ...[
    'title: "',
    'tags: ["',
    '", "',
    '"]',
    '"\n',
    '\ndate: 2024-03-10',
    '\\',
    '#',
    ' ',
    '{',
    '\t',
    '\u0085',
    '\uFEFF',
    '🌧',
    "'",
    '- ',
  ],
];

describe('plainYaml', () => {
  it('agrees with the YAML parser, or returns null', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (chosen) => {
        const raw = chosen.join('');
        const read = plainYaml(raw);
        if (read !== null) expect(read, JSON.stringify(raw)).toEqual(asRead(raw));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'title: "A kettle"\n',
    'title: "It: sings, #1 [of] {two}"\ndate: 2024-03-10\ntags: ["rain", "tea, green"]\n',
    'title: ""\ndescription: "雨 🌧"',
  ])('reads %j without the parser', (raw) => {
    expect(plainYaml(raw)).toEqual(asRead(raw));
  });

  it.each([
    '',
    'title: A kettle',
    'title: "a\\n"',
    "title: 'a'",
    'title: "a"\ntitle: "b"',
    'tags: []',
    'tags:\n  - "a"',
    'null: "a"',
    'date: 7',
  ])('leaves %j to the parser', (raw) => {
    expect(plainYaml(raw)).toBeNull();
  });
});
