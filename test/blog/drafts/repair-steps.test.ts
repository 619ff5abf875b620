import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clean,
  collapseBlankLines,
  dropRepeatedParagraphs,
  dropStrayFrontMatter,
  fenceHighlights,
  keepFirstPost,
  normaliseNewlines,
  REPAIR_STEPS,
  REPAIR_STEPS_FOR_CUT_TEXT,
} from '../../../src/blog/drafts/repair-steps.ts';
import { cutUnfinishedEnd, endsFinished } from '../../../src/blog/drafts/unfinished-end.ts';
import { blocksOf } from '../../../src/blog/markdown/blocks.ts';
import { flawsOf } from '../../../src/blog/markdown/repair/repair-markdown.ts';

/** Texts made of the pieces that the steps handle, in any order. */
const markdown = fc
  .array(
    fc.constantFrom(
      ...['A shed.', 'No end', '\n', '\n\n', '```', '```js\n', '~~~', '    ', '- ', '# ', '**', '*', '_', '`', '---\n'],
      ...['+++\n', 'key: value\n', '| a | b |', '> ', 'a_b', ' ', '![x](y)', '1. '],
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

describe('the end of a text that broke off', () => {
  it.each([
    ['One. Two is not', 'One.'],
    ['One.\n\nTwo is not done', 'One.'],
    ['He said “no.” And then', 'He said “no.”'],
    ['**Done.** And', '**Done.**'],
    ['One.\n\n## A heading\n\nTwo is', 'One.'],
    ['One.\n\n## A heading\nTwo is', 'One.'],
    ['One.\n\nA heading\n---------\n\nTwo is', 'One.'],
    ['One.\n\nThe tools\n- a ham', 'One.'],
    ['Tools:\n\n- a hammer\n- a sa', 'Tools:\n\n- a hammer'],
    ['Tools:\n\n1. A hammer. Big.\n2. A sa', 'Tools:\n\n1. A hammer. Big.'],
    ['| a | b |\n| - | - |\n| 1 | 2 |\n| 3', '| a | b |\n| - | - |\n| 1 | 2 |'],
    ['It cost 3.50 or', ''],
    ['「水。」お茶は', '「水。」'],
  ])('%j becomes %j', (text, cut) => {
    expect(cutUnfinishedEnd(text)).toBe(cut);
    expect(endsFinished(text)).toBe(false);
  });

  it.each([
    'All of it is here.',
    'Really?',
    '## A heading\nand its text.',
    'He left (at last).',
    'Code:\n\n```\nlet a = 1',
    'Code:\n\n    let a = 1',
    'A picture:\n\n![shed](shed.png)',
    '| a | b |\n| - | - |\n| 1 | 2 |',
    '终于。',
    'One.\n---',
  ])('%j is not changed', (text) => {
    expect(cutUnfinishedEnd(text)).toBe(text);
    expect(endsFinished(text)).toBe(true);
  });

  it('a heading with nothing under it is not an end', () => {
    expect(endsFinished('One.\n\n## Two')).toBe(false);
    expect(cutUnfinishedEnd('One.\n\n## Two')).toBe('One.');
  });
});

describe('the steps', () => {
  it('normaliseNewlines knows every line break and drops characters that cannot be shown', () => {
    expect(normaliseNewlines('a\r\nb\rc\u2028d\u0000\u001b\ufffde\ud83d\tf')).toBe('a\nb\nc\nde\tf');
    expect(normaliseNewlines('🛠')).toBe('🛠');
  });

  it('keepFirstPost ends where the next post begins', () => {
    expect(keepFirstPost('<|endoftext|>\nOne.\n<|endoftext|>\nTwo.')).toBe('One.');
    expect(keepFirstPost('One.')).toBe('One.');
  });

  it('dropStrayFrontMatter removes blocks of keys and stray marks at the top, and keeps rules', () => {
    expect(dropStrayFrontMatter('One.\n\n---\ntitle: x\ntags:\n  - a\n---\n\nTwo.')).toBe('One.\n\nTwo.');
    expect(dropStrayFrontMatter('---\n\n+++\nOne.\n\n---\n\nTwo.')).toBe('One.\n\n---\n\nTwo.');
    expect(dropStrayFrontMatter('```\n---\na: b\n---\n```')).toBe('```\n---\na: b\n---\n```');
  });

  it('dropStrayFrontMatter handles lines of spaces quickly', () => {
    const text = `One.\n\n---\n${`${' '.repeat(60)}x\n`.repeat(60)}`;
    expect(dropStrayFrontMatter(text)).toBe(text.trimEnd());
  });

  it('fenceHighlights fences Jekyll code', () => {
    expect(fenceHighlights('a\n{% highlight c++ linenos %}\n*b\n{%- endhighlight -%}\nc')).toBe(
      'a\n```c++\n*b\n```\nc',
    );
    expect(fenceHighlights('a\n{% endhighlight %}\n{% highlight js %}\n{% highlight %}\nb')).toBe('a\n```js\nb');
    expect(fenceHighlights('the {% highlight %} tag')).toBe('the {% highlight %} tag');
  });

  it('collapseBlankLines does not change code', () => {
    expect(collapseBlankLines('\n\na\n \n\n\nb\n\n```\nc\n\n\nd\n```\n\n')).toBe('a\n\nb\n\n```\nc\n\n\nd\n```');
  });

  it('dropRepeatedParagraphs ends loops, and keeps refrains and rules', () => {
    const long = 'The shed is still on fire.';
    expect(dropRepeatedParagraphs(`${long}\n\nNo.\n\n${long}\n\nNo.\n\nNo.`)).toBe(
      `${long}\n\nNo.\n\nNo.`.slice(0, -5),
    );
    expect(dropRepeatedParagraphs('a\n\n***\n\nb\n\n***')).toBe('a\n\n***\n\nb\n\n***');
  });

  it('leave nothing to repair, and no two blank lines in a row outside code', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const cleaned = clean(text, REPAIR_STEPS);
        expect(flawsOf(cleaned)).toEqual([]);
        expect(blocksOf(cleaned).filter(({ blankLinesBefore }) => blankLinesBefore > 1)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('only remove text, except for a closing fence they add', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const cleaned = clean(text, REPAIR_STEPS_FOR_CUT_TEXT);
        const letters = cleaned.replace(/[^a-zA-Z]/g, '');
        let at = 0;
        for (const letter of text) if (letter === letters[at]) at++;
        expect(at).toBe(letters.length);
      }),
    );
  });
});
