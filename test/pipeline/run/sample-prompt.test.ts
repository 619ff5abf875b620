import { expect, it } from 'vitest';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { titleToContinue } from '../../../src/pipeline/run/sample-prompt.ts';

const END = 0;
/** A token is a character's code. */
const tokenizer = { endMark: END, decode: (ids: readonly number[]) => String.fromCharCode(...ids) };

function promptAfter(...documents: string[]): string | null {
  const tokens = documents.flatMap((document) => [...[...document].map((character) => character.charCodeAt(0)), END]);
  return titleToContinue(tokenSet([Uint16Array.from(tokens)]), tokenizer);
}

it.each([
  ['front matter', ['---\ntitle: "A title"\ndate: 2020-01-01\n---\n\nA body.'], '---\ntitle: "A title"\n---\n\n'],
  ['front matter with a title alone', ['---\ntitle: "A"\n---\n\nA body.'], '---\ntitle: "A"\n---\n\n'],
  ['a line of its own', ['A title\n\nA body.'], 'A title\n\n'],
  ['the first that has one', ['A body\nof lines.', '---\ntags: ["a"]\n---\n\nB.', 'A title\n\nC.'], 'A title\n\n'],
  ['nothing', ['A body.', '---\ndate: 2020-01-01\n---\n\nB.'], null],
  ['no title that is longer than a title', [`${'so '.repeat(40)}\n\nA body.`], null],
])('a sample begins with a title: %s', (_, documents, expected) => {
  expect(promptAfter(...documents)).toBe(expected);
});

it('begins with nothing if no post is kept from the training', () => {
  expect(titleToContinue(null, tokenizer)).toBeNull();
});
