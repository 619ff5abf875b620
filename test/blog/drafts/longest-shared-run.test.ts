import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestSharedRun } from '../../../src/blog/drafts/longest-shared-run.ts';

describe('longestSharedRun', () => {
  it('finds the longest run, in whichever document it is', () => {
    const documents = ['The shed is on fire again.', 'On Monday the shed was quietly on fire.'];
    expect(longestSharedRun('He said the shed was quietly painted, on Monday.', documents)).toEqual({
      words: 4,
      passage: 'the shed was quietly',
      document: 1,
    });
  });

  it('sees through case, punctuation and line breaks, and gives the passage as it stands in the text', () => {
    expect(longestSharedRun('“It wasn’t,\nHe Said — loudly”', ['it wasn’t he said, loudly'])).toEqual({
      words: 5,
      passage: 'It wasn’t,\nHe Said — loudly',
      document: 0,
    });
  });

  it('does not join the end of one document to the beginning of the next', () => {
    expect(longestSharedRun('one two three four', ['one two', 'three four']).words).toBe(2);
  });

  it('finds nothing where nothing is shared', () => {
    const nothing = { words: 0, passage: '', document: -1 };
    expect(longestSharedRun('a b', ['c d'])).toEqual(nothing);
    expect(longestSharedRun('', ['c d'])).toEqual(nothing);
    expect(longestSharedRun('a', [])).toEqual(nothing);
  });

  it('agrees with the search for every run', () => {
    const someWords = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(someWords, fc.array(someWords, { maxLength: 3 }), (words, documents) => {
        const texts = documents.map((document) => ` ${document.join(' ')} `);
        let longest = 0;
        for (let start = 0; start < words.length; start++) {
          for (let end = start + 1; end <= words.length; end++) {
            const run = ` ${words.slice(start, end).join(' ')} `;
            if (texts.some((text) => text.includes(run))) longest = Math.max(longest, end - start);
          }
        }
        const found = longestSharedRun(words.join(' '), texts);
        expect(found.words).toBe(longest);
        if (longest > 0) expect(texts[found.document]).toContain(` ${found.passage} `);
      }),
    );
  });
});
