import { expect, test } from 'vitest';
import { settingsOf } from '../../../src/studio/pages/write/subject.ts';
import { readableText, writtenTexts } from '../../../src/studio/pages/write/texts.ts';

test('texts are put together from what a job reports, in the order of their numbers', () => {
  const texts = writtenTexts([
    { type: 'step', step: 1 },
    { type: 'text-grew', number: 2, added: 'Tea', tokens: 1 },
    { type: 'text-grew', number: 1, added: 'A', tokens: 1 },
    { type: 'text-grew', number: 2, added: ' time', tokens: 2 },
    { type: 'text-rejected', number: 1, reason: 'it has no title' },
    { type: 'draft-candidate', number: 2, title: 'Tea', judgement: { score: 0.7 } },
    { type: 'post-written', number: 2, post: { title: 'Tea time', path: 'drafts/tea.md', judgement: { score: 0.8 } } },
  ]);
  expect(texts).toMatchObject([
    { number: 1, text: 'A', state: 'rejected', reason: 'it has no title' },
    { number: 2, text: 'Tea time', tokens: 2, state: 'post', title: 'Tea time', path: 'drafts/tea.md' },
  ]);
});

test.each([
  ['---\ntitle: "It\\"s late"\ntags: [a]\n---\n\nThe body.', 'It"s late', 'The body.'],
  ['---\ntitle: Plain\n---\nBody', 'Plain', 'Body'],
  ['---\ntitle: "Half', 'Half', ''],
  ['A title\n\nBody', null, 'A title\n\nBody'],
  ['', null, ''],
])('%j is read with the title %j', (text, title, body) => {
  expect(readableText(text)).toEqual({ title, body });
});

const empty = { titles: '', tags: '', about: '', count: '', bestOf: '', temperature: '' };

test('what is empty is left to the config file', () => {
  expect(settingsOf(empty)).toEqual({});
});

test('there are as many posts as titles; without titles, as many as were asked for', () => {
  expect(settingsOf({ ...empty, titles: 'One\n\n Two ', count: '5' })).toEqual({ title: ['One', 'Two'], count: 2 });
  expect(settingsOf({ ...empty, count: '5', tags: 'tea, , clocks', about: ' a\nb ' })).toEqual({
    count: 5,
    tags: ['tea', 'clocks'],
    about: 'a\nb',
  });
});

test('numbers may have a comma, and what is none is sent for the answer to refuse', () => {
  expect(settingsOf({ ...empty, temperature: '0,8', bestOf: 'many' })).toEqual({ temperature: 0.8, best_of: 'many' });
});
