import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { sniffFile } from '../../../src/pipeline/corpus/sniff-file.ts';
import { decodeText, decodeWhole } from '../../../src/project/text/decode-text.ts';
import { readText } from '../../../src/project/text/read-text.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const utf8 = (text: string): number[] => [...Buffer.from(text)];
const le16 = (text: string): number[] => [...Buffer.from(text, 'utf16le')];
const be16 = (text: string): number[] => [...Buffer.from(text, 'utf16le').swap16()];
const le32 = (text: string): number[] =>
  Array.from(text).flatMap((character) => {
    const code = character.codePointAt(0)!;
    return [code & 255, (code >> 8) & 255, code >> 16, 0];
  });
const be32 = (text: string): number[] => le32(text).map((_, i, bytes) => bytes[i - (i % 4) + 3 - (i % 4)]);
const latin = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** The result for each sequence in a given encoding: text, or words of the refusal. */
const sequences: readonly (readonly [what: string, bytes: number[], given: string, read: string | RegExp])[] = [
  ['UTF-8', utf8('café – “so” €'), 'utf-8', 'café – “so” €'],
  ['UTF-8 with a mark', utf8('\uFEFFcafé'), 'utf-8', 'café'],
  ['UTF-8 with a mark, another given', utf8('\uFEFFcafé'), 'shift_jis', 'café'],
  ['UTF-8, windows-1252 given', utf8('café – naïve'), 'windows-1252', 'café – naïve'],
  ['UTF-8, latin1 given', utf8('日本'), 'latin1', '日本'],
  ['UTF-8, shift_jis given', utf8('日本語の文章'), 'shift_jis', '日本語の文章'],
  ['UTF-8, utf-16le given', utf8('café'), 'utf-16le', 'café'],
  ['ASCII, utf-16le given', utf8('plain text'), 'utf-16le', 'plain text'],
  ['ASCII, windows-1252 given', utf8('plain'), 'windows-1252', 'plain'],
  ['windows-1252', latin('caf\xe9'), 'windows-1252', 'café'],
  [
    'windows-1252 from 0x80 to 0x8f',
    [0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a],
    'windows-1252',
    '€‚ƒ„…†‡ˆ‰Š',
  ],
  [
    'windows-1252 from 0x8b to 0x97',
    [0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97],
    'windows-1252',
    '‹ŒŽ‘’“”•–—',
  ],
  ['windows-1252 from 0x98 to 0x9f', [0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f], 'windows-1252', '˜™š›œžŸ'],
  ['what windows-1252 leaves open', [0x41, 0x81, 0x8d], 'windows-1252', 'A\u0081\u008d'],
  ['latin1 is windows-1252', [0x93, 0x80, 0x94, 0xe9], 'latin1', '“€”é'],
  ['iso-8859-1 is windows-1252', [0x96, 0x97], 'iso-8859-1', '–—'],
  ['iso-8859-15 has the euro elsewhere', [0xa4, 0xe9], 'iso-8859-15', '€é'],
  ['windows-1251', [0xcf, 0xf0, 0xe8], 'windows-1251', 'При'],
  ['shift_jis', [0x93, 0xfa, 0x96, 0x7b], 'shift_jis', '日本'],
  ['macintosh', [0x8e, 0x8f], 'macintosh', 'éè'],
  ['windows-1252 as UTF-8', latin('a\nb\xe9b'), 'utf-8', /not text in utf-8 \(byte 3, in line 2, is 0xe9\)/],
  ['an overlong form', [0x41, 0xc0, 0xaf], 'utf-8', /byte 1, in line 1, is 0xc0/],
  ['a surrogate in UTF-8', [0xed, 0xa0, 0x80], 'utf-8', /byte 0, in line 1, is 0xed/],
  ['UTF-8 cut within a character', [0x41, 0xe2, 0x82], 'utf-8', /byte 1, in line 1, is 0xe2/],
  ['UTF-16 little endian with a mark', le16('\uFEFFcafé 😀'), 'utf-8', 'café 😀'],
  ['UTF-16 big endian with a mark', be16('\uFEFFcafé 😀'), 'utf-8', 'café 😀'],
  ['UTF-16 little endian by name', le16('café'), 'utf-16le', 'café'],
  ['UTF-16 big endian by name', be16('café'), 'utf-16be', 'café'],
  ['UTF-16 without a mark', le16('plain'), 'utf-8', /byte 1 is 0 \(if it is UTF-16, give --encoding utf-16le/],
  ['UTF-16 with half of a pair', [0xff, 0xfe, 0x3d, 0xd8, 0x41, 0x00], 'utf-8', /not text in utf-16le/],
  ['UTF-16 with an odd byte', [0xff, 0xfe, 0x41, 0x00, 0x42], 'utf-8', /not text in utf-16le/],
  ['UTF-16 with zeros in it', le16('\uFEFFa\0b'), 'utf-8', /not text in utf-16le: it contains zeros/],
  ['UTF-32 little endian with a mark', le32('\uFEFFcafé 😀'), 'utf-8', 'café 😀'],
  ['UTF-32 big endian with a mark', be32('\uFEFFcafé 😀'), 'utf-8', 'café 😀'],
  ['UTF-32 by name', le32('café'), 'utf-32', 'café'],
  ['UTF-32 big endian by name', be32('café'), 'UTF-32BE', 'café'],
  ['UTF-32 without a mark', be32('plain'), 'utf-8', /byte 0 is 0 \(if it is UTF-32, give --encoding utf-32le/],
  ['UTF-32 that is cut off', le32('\uFEFFab').slice(0, -1), 'utf-8', /not text in utf-32le/],
  ['UTF-32 beyond the last code point', [0, 0, 0xfe, 0xff, 0, 0x11, 0, 0], 'utf-8', /not text in utf-32be/],
  ['UTF-7 with a mark', utf8('+/v8-Hi +AOk-'), 'utf-8', /it is text in UTF-7, which is not supported/],
  ['UTF-7 by name', utf8('Hi'), 'utf-7', /"utf-7" is not a known encoding/],
  ['a zero at the end', [...utf8('a'.repeat(10_000)), 0], 'utf-8', /byte 10000 is 0/],
  ['lines of an old Mac', utf8('one\rtwo\r\rthree'), 'utf-8', 'one\ntwo\n\nthree'],
  ['lines of Windows', utf8('one\r\ntwo\r\n'), 'utf-8', 'one\ntwo\n'],
  [
    'an XML declaration',
    latin('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9\x96</a>'),
    'utf-8',
    '<?xml version="1.0" encoding="ISO-8859-1"?><a>é–</a>',
  ],
  [
    'a declaration of what it is not',
    utf8('<?xml version="1.0" encoding="utf-16"?><a>é</a>'),
    'utf-8',
    '<?xml version="1.0" encoding="utf-16"?><a>é</a>',
  ],
  [
    'a page with its encoding',
    latin('<html><meta charset=windows-1252><p>\x93\xe9\x94'),
    'utf-8',
    '<html><meta charset=windows-1252><p>“é”',
  ],
  [
    'a page in its old form',
    latin('<!DOCTYPE html><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><p>\xb1'),
    'utf-8',
    '<!DOCTYPE html><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><p>ą',
  ],
  [
    'a page that says UTF-8 and is not',
    latin('<html><meta charset="utf-8"><p>\xe9'),
    'latin1',
    '<html><meta charset="utf-8"><p>é',
  ],
  [
    'Markdown about encodings',
    utf8('Write `<meta charset="latin1">`: é'),
    'utf-8',
    'Write `<meta charset="latin1">`: é',
  ],
];

describe('sequences of bytes', () => {
  it.each(sequences)('%s', async (_, bytes, given, read) => {
    if (typeof read !== 'string') expect(() => decodeText(Uint8Array.from(bytes), given)).toThrow(read);
    else expect(decodeText(Uint8Array.from(bytes), given)).toBe(read);
  });

  const inPieces = sequences.filter(([, bytes, , read]) => typeof read === 'string' && bytes[0] !== 0x3c);
  it.each(inPieces)('%s, in pieces', async (_, bytes, given, read) => {
    const path = join(temporaryFolder(), 'a.txt');
    writeFileSync(path, Uint8Array.from(bytes));
    let text = '';
    for await (const piece of readText(nodeFiles, path, given)) text += piece.text;
    expect(text.replace(/\r\n?/g, '\n')).toBe(read);
  });

  it('names the encoding in which a file was read', () => {
    expect(decodeWhole(Uint8Array.from(utf8('é')), 'windows-1252').encoding).toBe('utf-8');
    expect(decodeWhole(Uint8Array.from(latin('\xe9')), 'latin1').encoding).toBe('windows-1252');
  });
});

describe('the encoding that a document declares', () => {
  it.each([
    ['a table of a mark', le16('\uFEFFtext,date'), 'utf-16le', 'text,date'],
    ['a table without one', le16('text,date'), 'utf-16le', 'text,date'],
    ['XML of wide characters', be16('<?xml version="1.0"?>'), 'utf-16be', '<?xml version="1.0"?>'],
    ['JSON in UTF-32', le32('[{"text"'), 'utf-32le', '[{"text"'],
    ['XML with a declaration', utf8('<?xml version="1.0" encoding="windows-1251"?>'), 'windows-1251', null],
    ['XML in UTF-8', utf8('<?xml version="1.0" encoding="UTF-8"?>'), null, null],
    ['XML of an unknown encoding', utf8('<?xml version="1.0" encoding="x-klingon"?>'), null, null],
    ['a table in ASCII', utf8('text,date'), null, 'text,date'],
  ])('%s', async (_, bytes, encoding, text) => {
    const path = join(temporaryFolder(), 'a');
    writeFileSync(path, Uint8Array.from(bytes));
    const head = await sniffFile(nodeFiles, path);
    expect(head?.encoding).toBe(encoding);
    if (text !== null) expect(head?.text).toBe(text);
  });
});
