import { describe, expect, test } from 'vitest';
import { type TokenLists, VocabularyFault } from '../../../../src/engine/tokens/tokenizer.ts';
import { tokenizerFromLists, tokenizerIn } from '../../../../src/engine/tokens/tokenizer-kinds.ts';
import { memoryFiles } from '../../memory-files.ts';
import { filesOf, listsOf, recorded } from './small-pieces.ts';

const names = { source: 'a.gguf', tokens: 'tokens', merges: 'merges' };
const fromLists = (lists: TokenLists) => tokenizerFromLists(lists, names, lists.tokens.length);

test.each(Object.keys(recorded.lists))("gives llama.cpp's tokens: %s in front", (name) => {
  const tokenizer = fromLists(listsOf(name));
  const { cases } = recorded.lists[name];
  expect(cases.map(([text]) => [text, tokenizer.encode(text)])).toEqual(cases);
  expect([tokenizer.beginMark, tokenizer.endMark, tokenizer.unusedTokens]).toEqual([1, 2, [0, 1]]);
});

test.each(['with a space', 'without'])('lists, and files made of lists, are the same tokenizer: %s', async (name) => {
  const tokenizer = fromLists(listsOf(name));
  const lists = tokenizer.lists();
  expect(lists.tokens).toEqual(listsOf(name).tokens);
  expect(lists).toMatchObject({ model: 'llama', merges: null, addsSpace: tokenizer.addsSpace, addsBeginMark: true });
  const again = await tokenizerIn(memoryFiles(tokenizer.files()));
  for (const [text, ids] of recorded.lists[name].cases) {
    expect(fromLists(lists).encode(text)).toEqual(ids);
    expect(again.encode(text)).toEqual(ids);
  }
});

test('a tokenizer.json has the scores of its merges', async () => {
  const tokenizer = await tokenizerIn(memoryFiles(filesOf('older')));
  const other = fromLists(tokenizer.lists());
  for (const [text, ids] of recorded.tokenizers.older.cases) expect(other.encode(text)).toEqual(ids);
});

test('tokens of equal scores are made in the order of their ids', () => {
  const lists = listsOf('with a space');
  const equal = { ...lists, scores: lists.scores.map(() => -1000) };
  for (const [text, ids] of recorded.lists['with a space'].cases) expect(fromLists(equal).encode(text)).toEqual(ids);
});

test('the higher score comes first', () => {
  const lists = listsOf('without');
  const idOf = (text: string) => lists.tokens.findIndex((token) => token?.text === text);
  const [he, er, h, r] = ['he', 'er', 'h', 'r'].map(idOf);
  const raised = { ...lists, scores: lists.scores.map((score, id) => (id === er ? 1 : score)) };
  expect(fromLists(lists).encode('her')).toEqual([he, r]);
  expect(fromLists(raised).encode('her')).toEqual([h, er]);
});

describe('what a file does not say', () => {
  test('is a space and a begin mark in front', () => {
    const tokenizer = fromLists({ ...listsOf('without'), addsSpace: null, addsBeginMark: null });
    expect([tokenizer.addsSpace, tokenizer.lists().addsBeginMark]).toEqual([true, true]);
    const never = fromLists({ ...listsOf('without'), addsBeginMark: false });
    expect([never.beginMark, never.lists().addsBeginMark]).toEqual([2, false]);
  });
});

test('lists without bytes or without a token for unknown characters do not have them', () => {
  const lists = listsOf('without');
  const [unknown] = lists.tokens.map((token) => token!.text);
  const noBytes = lists.tokens.map((token) => (token?.kind === 'byte' ? { ...token, kind: 'normal' as const } : token));
  expect(fromLists({ ...lists, tokens: noBytes }).encode('qq')).toEqual([0]);
  const known = noBytes.map((token) => (token?.text === unknown ? { ...token, kind: 'control' as const } : token));
  expect(fromLists({ ...lists, tokens: known }).encode('qq')).toEqual([]);
});

describe('is refused', () => {
  test.each<[string, Partial<TokenLists>]>([
    ['a score for each token', { scores: null }],
    ['a score for each token', { scores: [0, 1] }],
    ['a token twice', { tokens: [...listsOf('without').tokens.slice(0, -1), { text: '<s>', kind: 'normal' }] }],
  ])('%s', (found, change) => {
    const make = () => fromLists({ ...listsOf('without'), ...change });
    expect(make).toThrow(VocabularyFault);
    expect(make).toThrow(found);
  });

  test('in a GGUF file: merges that are not those of scores', async () => {
    const without = await tokenizerIn(memoryFiles(filesOf('older', (json) => void json.model.merges.pop())));
    expect(() => without.lists()).toThrow(/scores/);
    const merges = (json: { model: { merges: string[] } }) => json.model.merges;
    const moved = await tokenizerIn(
      memoryFiles(filesOf('older', (json) => void merges(json).push(merges(json).splice(3, 1)[0]))),
    );
    const inOrder = await tokenizerIn(memoryFiles(filesOf('older')));
    expect(() => inOrder.lists()).not.toThrow();
    expect(moved.lists().scores).not.toEqual(inOrder.lists().scores);
  });

  test('byte-level lists without merges', () => {
    expect(() => fromLists({ ...listsOf('without'), model: 'gpt2' })).toThrow('without merges');
  });
});
