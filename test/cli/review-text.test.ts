import { describe, expect, it } from 'vitest';
import type { Judgement, UsualPost } from '../../src/blog/judging/judgement.ts';
import type { SubjectFinding } from '../../src/blog/judging/title-words.ts';
import { warningsOf } from '../../src/cli/review-text.ts';
import type { ReviewedDraft } from '../../src/pipeline/events/reviewing.ts';

const usual: UsualPost = { shortWords: 10, longWords: 90, repetition: 0, style: null, subject: 0.5 };

function draftThatSays(subject: SubjectFinding | null): ReviewedDraft {
  const shared = { words: 50, sharedGrams: 0, longest: null, passages: [] };
  const judgement: Judgement = { score: 1, shared, repetition: 0, open: [], style: null, subject, bitsPerByte: null };
  const place = { path: '_drafts/a.md', title: 'A', date: null, day: null, words: 50, body: 'Text.', copied: [] };
  return { ...place, judgement, approval: 'unreviewed', isGenerated: true, isOver: false };
}

describe('a review warns of a draft that does not keep to its title', () => {
  const warnings = (subject: SubjectFinding | null) =>
    warningsOf(draftThatSays(subject), usual, { max_copied: 20, min_score: 0.6 });

  it('with the words that it never says', () => {
    expect(warnings({ words: 2, missing: ['red', 'kite'] })).toEqual([
      'It says none of the 2 uncommon words of its title (not “red”, “kite”).',
    ]);
  });

  it.each([null, { words: 2, missing: [] }, { words: 2, missing: ['red'] }])(
    'unless it says as much as most posts: %j',
    (subject) => {
      expect(warnings(subject)).toEqual([]);
    },
  );
});
