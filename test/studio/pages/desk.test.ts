import { expect, test } from 'vitest';
import {
  begin,
  branchOff,
  choose,
  edit,
  grow,
  outlines,
  piecesOf as piecesOfVersion,
  redone,
  undone,
} from '../../../src/studio/pages/write/branches.ts';
import {
  type AnsweredLogprobs,
  doubtOf,
  type Piece,
  piecesOf,
  textOf,
} from '../../../src/studio/pages/write/pieces.ts';

const token = (text: string, probability = 0.5): Piece => ({
  text,
  token: {
    probability,
    choices: [
      { text, probability },
      { text: ' other', probability: 0.1 },
    ],
  },
});
const shown = (versions: Parameters<typeof piecesOfVersion>[0]) => textOf(piecesOfVersion(versions));

const logprobs = (tokens: string[], text_offset: number[]): AnsweredLogprobs => ({
  tokens,
  token_logprobs: tokens.map(() => Math.log(0.25)),
  top_logprobs: tokens.map((name) => ({ [name]: Math.log(0.25), ' a': Math.log(0.5), 'bytes:\\xe2': -9 })),
  text_offset,
});

test('the words of an answer are cut where its tokens begin, counted in characters after the prompt', () => {
  const pieces = piecesOf('🌊 rose', logprobs(['🌊', ' rose'], [4, 5]), 4);
  expect(pieces.map(({ text }) => text)).toEqual(['🌊', ' rose']);
  expect(pieces[1].token!.probability).toBeCloseTo(0.25);
  expect(pieces[1].token!.choices.map(({ text }) => text)).toEqual([' a', ' rose']);
});

test('a character of several tokens is one piece, of the last of them', () => {
  const pieces = piecesOf('é!', logprobs(['bytes:\\xc3', 'bytes:\\xa9', '!'], [0, 0, 1]), 0);
  expect(pieces.map(({ text }) => text)).toEqual(['é', '!']);
});

test('words that belong to a token of an earlier answer are kept too', () => {
  expect(piecesOf('xé', logprobs(['é'], [3]), 2).map(({ text, token }) => [text, token === null])).toEqual([
    ['x', true],
    ['é', false],
  ]);
  expect(piecesOf('tail', logprobs([], []), 2)).toEqual([{ text: 'tail', token: null }]);
});

test.each([
  [0.5, 0],
  [0.49, 1],
  [0.2, 1],
  [0.19, 2],
  [0.05, 2],
  [0.049, 3],
  [0.01, 3],
  [0.009, 4],
])('a token of probability %f has doubt %i', (probability, doubt) => {
  expect(doubtOf(token('x', probability))).toBe(doubt);
});

test('what was typed is never in doubt', () => {
  expect(doubtOf({ text: 'x', token: null })).toBe(0);
});

test('another word drops what came after it, and the version before stays', () => {
  const written = grow(branchOff(begin('One'), 1, []), [token(' two'), token(' three')]);
  const other = choose(written, 1, ' other');
  expect(shown(other)).toBe('One other');
  expect(piecesOfVersion(other)[1].token).toMatchObject({ probability: 0.1 });
  expect(shown(undone(other)!)).toBe('One two three');
  expect(shown(redone(undone(other)!)!)).toBe('One other');
});

test('the first version has nothing to undo, the last nothing to redo', () => {
  expect(undone(begin('One'))).toBeNull();
  expect(redone(begin('One'))).toBeNull();
});

test('typing goes on in one version, and never changes what the model wrote', () => {
  let versions = edit(edit(begin(''), 'O'), 'One');
  expect(versions.branches).toHaveLength(1);
  versions = grow(branchOff(versions, 1, []), [token(' two'), token(' three')]);
  const typed = edit(versions, 'One two thr');
  expect(typed.branches).toHaveLength(3);
  expect(piecesOfVersion(typed).map(({ token: each }) => each === null)).toEqual([true, false, true]);
  // Typed on, in the same version; and back to before the words of the model.
  const more = edit(edit(typed, 'One two throne'), 'Onion');
  expect(more.branches).toHaveLength(3);
  expect(shown(more)).toBe('Onion');
  expect(shown({ ...more, shown: 1 })).toBe('One two three');
  expect(edit(more, 'Onion')).toBe(more);
});

test('versions are listed below those that they began from', () => {
  const first = grow(branchOff(begin('One'), 1, []), [token(' two')]);
  const second = branchOff({ ...first, shown: 0 }, 1, [token(' six')]);
  const third = branchOff({ ...second, shown: 1 }, 2, [token(' three')]);
  expect(outlines(third)).toEqual([
    { id: 0, depth: 0, beginning: 'One' },
    { id: 1, depth: 1, beginning: 'two' },
    { id: 3, depth: 2, beginning: 'three' },
    { id: 2, depth: 1, beginning: 'six' },
  ]);
});
