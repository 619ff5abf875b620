import { describe, expect, it } from 'vitest';
import { subjectClause } from '../../../src/blog/judging/subject-words.ts';
import { subjectOf, titleWords } from '../../../src/blog/judging/title-words.ts';
import { normaliseWord } from '../../../src/blog/language/normalise-word.ts';
import { wordsOf } from '../../../src/blog/language/words.ts';

const saidOf = (title: string, text: string) =>
  titleWords(title, wordsOf(text).map(normaliseWord))
    .filter(({ isSaid }) => isSaid)
    .map(({ word }) => word);

describe('a word of a title is said by a text', () => {
  it.each([
    ['Kettle', 'A KETTLE.', ['kettle']],
    ['Steps', 'One step.', ['steps']],
    ['Step', 'Steps, stepped, stepping.', ['step']],
    ['Counting', 'I count.', ['counting']],
    ['Anselm’s', 'Anselm is here.', ["anselm's"]],
    ['Stories', 'A story.', ['stories']],
    ['café', 'CAFE\u0301', ['café']],
    ['茶', '我喝茶。', ['茶']],
    ['A tea, a cup, a tea', 'Tea and cup: a', ['a', 'tea', 'cup']],
  ])('%s in %s', (title, text, words) => {
    expect(saidOf(title, text)).toEqual(words);
  });

  it.each([
    ['dog', 'Dogs.'],
    ['Step', 'A stepmother.'],
    ['Third', 'The thing.'],
    ['Stairs', 'I stare.'],
    ['Tea', ''],
    ['', 'Tea.'],
  ])('%s is not in %s', (title, text) => {
    expect(saidOf(title, text)).toEqual([]);
  });
});

it('frequent words of a blog say nothing about a subject', () => {
  const words = titleWords('The third stair', ['stair']);
  expect(subjectOf(words, new Set(['the']))).toEqual({ words: 2, missing: ['third'] });
  expect(subjectOf(words, new Set(['the', 'third', 'stair']))).toBeNull();
  expect(subjectOf([], new Set())).toBeNull();
});

it.each([
  [1, [], 'says the uncommon word of its title'],
  [1, ['tea'], 'does not say the uncommon word of its title (not “tea”)'],
  [2, [], 'says all of the 2 uncommon words of its title'],
  [2, ['tea'], 'says 1 of the 2 uncommon words of its title (not “tea”)'],
  [2, ['tea', 'pot'], 'says none of the 2 uncommon words of its title (not “tea”, “pot”)'],
])('of %i words without %j, it %s', (words, missing, clause) => {
  expect(subjectClause({ words, missing })).toBe(clause);
});
