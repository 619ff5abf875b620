import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { EncodingFault, readText } from '../../../src/project/text/read-text.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

async function readBack(bytes: Uint8Array, encoding = 'utf-8'): Promise<string> {
  const path = join(temporaryFolder(), 'post.txt');
  writeFileSync(path, bytes);
  let text = '';
  let read = 0;
  for await (const piece of readText(nodeFiles, path, encoding)) {
    expect(piece.text).not.toMatch(/[\uD800-\uDBFF]$/);
    text += piece.text;
    read += piece.bytes;
  }
  expect(read).toBe(bytes.length);
  return text;
}

describe('readText', () => {
  it('reads UTF-8 longer than one piece, with characters split between pieces', async () => {
    const text = 'é日\u{1F600}x'.repeat(20_000);
    expect(await readBack(Buffer.from(text))).toBe(text);
    expect(await readBack(Buffer.from(`y${text}`))).toBe(`y${text}`);
  });

  it.each([
    ['utf-8', [0xef, 0xbb, 0xbf, 0xc3, 0xa9]],
    ['utf-16le', [0xff, 0xfe, 0xe9, 0x00]],
    ['utf-16be', [0xfe, 0xff, 0x00, 0xe9]],
  ])('lets a byte order mark of %s go before the given encoding', async (_, bytes) => {
    expect(await readBack(Uint8Array.from(bytes), 'shift_jis')).toBe('é');
  });

  it('reads other encodings by their labels', async () => {
    expect(await readBack(Uint8Array.of(0xe9, 0x80), 'latin1')).toBe('é€');
    expect(await readBack(Uint8Array.of(0x93, 0xfa, 0x96, 0x7b), 'shift_jis')).toBe('日本');
  });

  it('reads an empty file', async () => {
    expect(await readBack(new Uint8Array())).toBe('');
  });

  it('refuses bytes that are invalid in the encoding, even at the end of the file', async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    await expect(readBack(png)).rejects.toThrow(EncodingFault);
    await expect(readBack(png)).rejects.toThrow(/post\.txt is not text in utf-8 .* --encoding/);
    await expect(readBack(Uint8Array.of(0x61, 0xc3))).rejects.toThrow(EncodingFault);
  });

  it('refuses an unknown encoding', async () => {
    await expect(readBack(Uint8Array.of(0x61), 'utf-9')).rejects.toThrow(/"utf-9" is not a known encoding/);
  });
});
