import { describe, expect, it } from 'vitest';
import { headingsOfOutline, outlineOf, pointsOfLines, pointsOfOutline } from '../../../src/blog/corpus/outline.ts';

describe('the outline of a post', () => {
  it('is its headings, if it has at least two', () => {
    const body =
      'Intro. More.\n\n## The *first* one ##\n\nText.\n\nSecond [one](a.md)\n---\n\n```\n# no heading\n```\n\n- item';
    expect(outlineOf(body)).toEqual(['The first one', 'Second one']);
  });

  it('is the first sentence of each paragraph otherwise, without other blocks', () => {
    const body =
      '# One heading\n\nI opened **the** box. It was empty.\n\n> Quoted.\n\n- item\n\n1. item\n\n| a |\n\n<p>x</p>\n\n' +
      '    code\n\n***\n\n![alt](a.png)\n\nThe `cat` left.[^1] It came back.';
    expect(outlineOf(body)).toEqual(['I opened the box.', 'The cat left.']);
  });

  it.each([
    ['the definition of a footnote', '[^a]: A note.'],
    ['the definition of a link', '[oak]: https://trees.example/oak "An oak"'],
    ['an abbreviation', '*[HTML]: Hypertext Markup Language'],
    ['attributes of a block', '{: .lead #top}'],
    ['attributes in braces', '{.lead}'],
    ['a container', '::: warning Watch out'],
    ['a formula', '$$ E = m c^2 $$'],
  ])('does not take %s for a paragraph', (_, block) => {
    expect(outlineOf(`Oaks are trees.\n\n${block}\n\nElms are too.`)).toEqual(['Oaks are trees.', 'Elms are too.']);
  });

  it.each([
    ['a link', '[Oaks](a.md) are trees.'],
    ['a link and a colon', '[Oaks] : trees.'],
    ['braces', '{Oaks} are trees.'],
    ['two colons', '::Oaks:: are trees.'],
    ['one dollar', '$5 for an oak.'],
  ])('takes a paragraph that begins with %s', (_, block) => {
    expect(outlineOf(`${block}\n\nElms are too.`)).toHaveLength(2);
  });

  it('leaves out references to notes, in Markdown and in HTML', () => {
    const reference = '<sup id="r1"><a href="#n1">1</a></sup>';
    expect(outlineOf(`Oaks are trees.${reference} Elms too.`)).toEqual(['Oaks are trees.']);
    expect(outlineOf('An area of 10 m<sup>2</sup>. More.')).toEqual(['An area of 10 m2.']);
  });

  it('cuts a long point after a word, and leaves out what has none', () => {
    const [point, ...others] = outlineOf(`${'word '.repeat(50)}\n\n…\n\n${'x'.repeat(300)}`);
    expect(point).toBe('word '.repeat(24).trimEnd());
    expect(others).toEqual([]);
    expect(outlineOf('')).toEqual([]);
  });

  it('keeps underscores and escaped marks in words', () => {
    expect(outlineOf('Set snake_case and _this_ \\*star\\*.')).toEqual(['Set snake_case and this *star*.']);
  });

  it('takes time in proportion to the length of a text', () => {
    const began = performance.now();
    for (const mark of ['<sup><a href="#', '*[', '[', ' ', '<a', '*', '# ', '\\', '- ', '[^'])
      outlineOf(mark.repeat(200_000));
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('an outline that a person wrote', () => {
  it('has the headings and list items as points, whole and in order', () => {
    const long = 'word '.repeat(50).trim();
    expect(
      pointsOfOutline(`# Plan ##\n\nNot a point.\n\n- one\n  * ${long}\n3. three\n\n\`\`\`\n- code\n\`\`\`\n`),
    ).toEqual(['Plan', 'one', long, 'three']);
  });

  it('has its lines as points without any', () => {
    expect(pointsOfOutline('one\ntwo\n\n***\nthree\n')).toEqual(['one', 'two', 'three']);
    expect(pointsOfOutline(' \n***\n')).toEqual([]);
  });
});

describe('the headings of an outline', () => {
  it.each<[string, string, readonly string[]]>([
    ['are those of the file', '## Pot\n\n- a point\n\n## *Tea*  leaves ##\n', ['## Pot', '## *Tea* leaves']],
    ['begin at the second level', '# Pot\n# Tea\n### Leaves', ['## Pot', '## Tea', '#### Leaves']],
    ['are raised to it', '#### Pot\n##### Tea\n', ['## Pot', '### Tea']],
    ['have six levels at most', '# Pot\n###### Tea\n# Cup', ['## Pot', '###### Tea', '## Cup']],
    ['leave out the title of the outline', '# A plan\n\n## Pot\n### Tea\n', ['## Pot', '### Tea']],
    ['leave it out where it is alone', '# A plan\n\n- Pot\n', []],
    [
      'keep a first one that is not the only one of its level',
      '# A plan\n## Pot\n# Tea',
      ['## A plan', '### Pot', '## Tea'],
    ],
    ['keep one of a lower level that is alone', '## Pot\n- a\n', ['## Pot']],
    ['are none without words', '## ***\n##\n#tag\n', []],
    ['are none in code', '```\n# brew\n```\n', []],
    ['are none in a list', '- Pot\n- Tea\n', []],
  ])('%s', (_, outline, headings) => {
    expect(headingsOfOutline(outline)).toEqual(headings);
  });
});

it('facts are lines; list marks before them are dropped', () => {
  expect(pointsOfLines('- one\r\n\n 2) two\tb \n*three*\n…\n')).toEqual(['one', 'two b', '*three*']);
});
