import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { END_OF_TEXT } from '../../../src/engine/tokens/bpe/marks.ts';
import { corpusEncoder, type Marker, NoEndMarkFault } from '../../../src/engine/tokens/corpus-encoder.ts';
import { smallVocabulary } from './bpe/small-vocabulary.ts';
import { officialTokenizer as official } from './official.ts';
import { cutAt, markedText } from './texts.ts';

/** The chunks of some files, each coming in pieces, as text. */
function chunks(files: readonly (readonly string[])[], marker: Marker, combine: number): string[] {
  const encoder = corpusEncoder(official, marker, combine);
  const found = files.flatMap((pieces) => [...pieces.flatMap((piece) => encoder.push(piece)), ...encoder.endFile()]);
  const stream = official.textStream();
  return [...found, ...encoder.finish()].map((chunk) =>
    [...chunk].map((id) => (id === official.endMark ? '■' : stream.push(id))).join(''),
  );
}

describe('marker "token"', () => {
  it('ends each document, at a mark or at the end of its file, with the one token', () => {
    const files = [[`one\n${END_OF_TEXT}\ntwo\n${END_OF_TEXT}\n`], ['three'], ['four\n']];
    expect(chunks(files, 'token', Number.POSITIVE_INFINITY)).toEqual(['one■two■three■four\n■']);
  });

  it('leaves out documents of white space', () => {
    const files = [[`\n${END_OF_TEXT}\n \n\n${END_OF_TEXT}\none\n${END_OF_TEXT}\n\n`], ['  '], ['']];
    expect(chunks(files, 'token', Number.POSITIVE_INFINITY)).toEqual(['one■']);
  });

  it('closes a chunk after the document that fills it', () => {
    const files = [[`one\n${END_OF_TEXT}\ntwo\n${END_OF_TEXT}\n`], ['a long one'], ['x']];
    expect(chunks(files, 'token', 6)).toEqual(['one■two■', 'a long one■', 'x■']);
  });

  it('takes a mark within a line for text', () => {
    const text = `say ${END_OF_TEXT} aloud`;
    expect(chunks([[text]], 'token', 1)).toEqual([`${text}■`]);
    expect(official.encode(text)).not.toContain(official.endMark);
  });

  it('needs a vocabulary with an end mark', () => {
    const { encoder, merges } = smallVocabulary();
    const { '<|endoftext|>': _, ...tokens } = JSON.parse(encoder);
    const tokenizer = new BpeTokenizer({ encoder: JSON.stringify(tokens), merges });
    expect(() => corpusEncoder(tokenizer, 'token', 1)).toThrow(NoEndMarkFault);
  });
});

describe('marker "text"', () => {
  it('joins files as the load_dataset of 2019 did', () => {
    const texts = ['one\n', 'two', 'a long text', 'x', '', 'yz'];
    const files = texts.map((text) => [text]);
    for (const combine of [1, 5, 25, 40, 1000]) {
      expect(chunks(files, 'text', combine)).toEqual(loadDatasetOf2019(texts, combine));
    }
  });

  it('counts characters as Python does', () => {
    expect(chunks([['\u{1F600}\u{1F600}'], ['a']], 'text', 3)).toEqual([`\u{1F600}\u{1F600}${END_OF_TEXT}a`]);
  });

  it('gives the tokens of the whole chunk, also across its files', () => {
    const encoder = corpusEncoder(official, 'text', 100);
    encoder.push('Hello wor');
    encoder.push('ld.');
    encoder.endFile();
    encoder.push('More');
    encoder.endFile();
    expect([...encoder.finish()[0]]).toEqual(official.encode(`Hello world.${END_OF_TEXT}More${END_OF_TEXT}`));
  });
});

describe.each<Marker>(['token', 'text'])('with marker "%s"', (marker) => {
  it('takes CRLF and CR for line breaks', () => {
    const [lineFeeds] = chunks([[`one\n${END_OF_TEXT}\ntwo\n\n3\n`]], marker, 1);
    expect(chunks([[`one\r\n${END_OF_TEXT}\r\ntwo\r\n\r\n3\r\n`]], marker, 1)).toEqual(
      chunks([[`one\n${END_OF_TEXT}\ntwo\n\n3\n`]], marker, 1),
    );
    expect(chunks([['one\r', '\n', `${END_OF_TEXT}\r`, 'two\r', '\r3', '\r']], marker, 1)[0]).toEqual(lineFeeds);
  });

  it('gives the same chunks wherever the pieces end', () => {
    const files = fc.array(fc.tuple(markedText, fc.array(fc.nat({ max: 100 }))), { maxLength: 4 });
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 60 }), (drawn, combine) => {
        const inPieces = drawn.map(([text, cuts]) => cutAt(text, cuts));
        const whole = drawn.map(([text]) => [text]);
        expect(chunks(inPieces, marker, combine)).toEqual(chunks(whole, marker, combine));
      }),
    );
  });
});

/** The rule in its own words: append; enough? a chunk; else the mark; the rest at the end. */
function loadDatasetOf2019(texts: readonly string[], combine: number): string[] {
  const found: string[] = [];
  let raw = '';
  for (const text of texts) {
    raw += text;
    if (raw.length >= combine) {
      found.push(raw);
      raw = '';
    } else {
      raw += END_OF_TEXT;
    }
  }
  return raw === '' ? found : [...found, raw];
}
