import { expect, it } from 'vitest';
import { countMarks } from '../../../src/blog/style/marks.ts';

it.each([
  ['One, two; three: four. Five? Six! (Seven)', { ',': 1, ';': 1, ':': 1, '.': 1, '?': 1, '!': 1, '(': 2 }],
  ['At 3.5 or 1,000 or 10:30', {}],
  ['In 2014. By 7, or 8: so.', { '.': 2, ',': 1, ':': 1 }],
  ['.5 and 5.', { '.': 2 }],
  ['Well... and so on…', { '…': 2 }],
  ["It's a well-known one", {}],
  ['So – or — so', { '—': 2 }],
  ['“Yes”, „nein“, «oui», "no"', { '“': 8, ',': 3 }],
  ['猫が好き。犬、鳥？「はい」！', { '.': 1, ',': 1, '?': 1, '“': 2, '!': 1 }],
  ['مرحبا، كيف؟', { ',': 1, '?': 1 }],
  ['', {}],
])('in %j: %j', (text, expected) => {
  expect(Object.fromEntries(countMarks(text))).toEqual(expected);
});
