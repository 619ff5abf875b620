import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { END_OF_TEXT } from '../../../src/engine/tokens/bpe/marks.ts';
import { DocumentSplitter } from '../../../src/engine/tokens/documents.ts';
import { cutAt, markedText } from './texts.ts';

/** The documents of a text that comes in pieces. */
function documents(pieces: readonly string[], splitter = new DocumentSplitter()): string[] {
  const found = [''];
  for (const { text, endsDocument } of [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.finish()]) {
    found[found.length - 1] += text;
    if (endsDocument) found.push('');
  }
  expect(found.pop()).toBe('');
  return found;
}

/** The same by lines, all in memory. */
function documentsByLines(text: string): string[] {
  const found: string[][] = [[]];
  for (const line of text.split('\n')) {
    if (line === END_OF_TEXT) found.push([]);
    else found.at(-1)?.push(line);
  }
  return found.map((lines) => lines.join('\n'));
}

describe('DocumentSplitter', () => {
  it.each([
    ['two posts', `one\n\nmore\n${END_OF_TEXT}\ntwo\n${END_OF_TEXT}\n`, ['one\n\nmore', 'two', '']],
    ['no line break at the end', `one\n${END_OF_TEXT}`, ['one', '']],
    ['a mark first', `${END_OF_TEXT}\none`, ['', 'one']],
    ['marks in a row', `${END_OF_TEXT}\n${END_OF_TEXT}\n${END_OF_TEXT}`, ['', '', '', '']],
    ['empty lines around', `one\n\n${END_OF_TEXT}\n\ntwo`, ['one\n', '\ntwo']],
    ['a mark within a line', `one ${END_OF_TEXT}\n${END_OF_TEXT} two`, [`one ${END_OF_TEXT}\n${END_OF_TEXT} two`]],
    ['no mark', 'one\n', ['one\n']],
    ['nothing', '', ['']],
  ])('%s', (_, text, expected) => {
    expect(documents([text])).toEqual(expected);
    expect(documents([...text])).toEqual(expected);
  });

  it('finds in pieces what is there by lines, and starts again after finish', () => {
    const splitter = new DocumentSplitter();
    fc.assert(
      fc.property(markedText, fc.array(fc.nat({ max: 100 })), (text, cuts) => {
        expect(documents(cutAt(text, cuts), splitter)).toEqual(documentsByLines(text));
      }),
      { numRuns: 500 },
    );
  });
});
