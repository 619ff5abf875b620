import { describe, expect, it } from 'vitest';
import { firstSentence, wholeClauses, wholeWords } from '../../../src/blog/drafts/sentences.ts';

describe('the first sentence', () => {
  it.each([
    ['It is hot. It is cold.', 'It is hot.'],
    ['Hot?! Yes.', 'Hot?!'],
    ['“Oh?” she said. “Yes.”', '“Oh?” she said.'],
    ['He said “Go. Now.” Then he went.', 'He said “Go. Now.”'],
    ['(It is. Hot.) Cold.', '(It is. Hot.)'],
    ['Mrs. Gusset of the U.S. Navy left. She did.', 'Mrs. Gusset of the U.S. Navy left.'],
    ['1. It is hot. It is cold.', '1. It is hot.'],
    ['In 2014. Then.', 'In 2014.'],
    ['Wait... it goes on. Yes.', 'Wait... it goes on.'],
    ['Two.  Spaces.', 'Two.'],
    ['two.  small', 'two.  small'],
    ['庭です。猫です。', '庭です。'],
    ['「庭です。」猫です。', '「庭です。」'],
    ['no end', 'no end'],
    ['', ''],
  ])('of %j is %j', (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });
});

describe('a cut', () => {
  it.each([
    ['one, two; three: four', 14, 'one, two'],
    ['one, two; three: four', 15, 'one, two; three'],
    ['one (two, three', 15, null],
    ['one 1,000', 15, null],
    ['one—two', 7, 'one'],
    ['one-two – three', 12, 'one-two'],
    ['一、二、三', 4, '一、二'],
  ])('behind a clause of %j within %d', (text, most, clauses) => {
    expect(wholeClauses(text, most)).toBe(clauses);
  });

  it.each([
    ['one two', 7, 'one two'],
    ['one two', 6, 'one'],
    ['one two', 3, 'one'],
    ['one two', 2, ''],
    ['well-known', 6, ''],
    ["don't stop", 4, ''],
    ['one  two', 4, 'one'],
    ['猫が好きです', 3, '猫が'],
    ['GPT2は猫が好き', 5, 'GPT2は'],
    ['a 😀😀', 4, 'a'],
  ])('behind a word of %j within %d', (text, most, words) => {
    expect(wholeWords(text, most)).toBe(words);
  });
});
