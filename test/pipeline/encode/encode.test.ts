import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { readNpz } from '../../../src/engine/tokens/npz.ts';
import { type EncodeEvent, encode, exportModel } from '../../../src/index.ts';
import type { EncodeGiven } from '../../../src/pipeline/settings/encode.ts';
import { tinyTokenizer } from '../../engine/generation/tiny-model.ts';
import { officialTokenizer as official } from '../../engine/tokens/official.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';

const END = '<|endoftext|>';

function filesIn(files: Record<string, string | Uint8Array>): string {
  const folder = join(temporaryFolder(), 'texts');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

async function run(given: EncodeGiven, signal?: AbortSignal): Promise<EncodeEvent[]> {
  const events: EncodeEvent[] = [];
  for await (const event of encode(given, signal === undefined ? {} : { signal })) events.push(event);
  return events;
}

async function chunksOf(path: string): Promise<number[][]> {
  const chunks: number[][] = [];
  for await (const chunk of readNpz(bytesInMemory(path, readFileSync(path)), official.vocabularySize))
    chunks.push([...chunk]);
  return chunks;
}

describe('encode', () => {
  it('writes the documents of all files, in sorted order, each with its end token', async () => {
    const folder = filesIn({ 'b.txt': 'third', 'a.txt': `first\n${END}\nsecond\n${END}\n` });
    const out_npz = join(folder, '..', 'out.npz');
    const events = await run({ in_text: folder, out_npz });
    const ids = ['first', 'second', 'third'].flatMap((text) => [...official.encode(text), 50256]);
    expect(await chunksOf(out_npz)).toEqual([ids]);
    expect(events.at(-1)).toEqual({ type: 'encoded', path: out_npz, tokens: ids.length, chunks: 1 });
  });

  it('encodes posts directly, as a training does', async () => {
    const folder = filesIn({ 'a.md': '---\ntitle: One\n---\nTwo *three*', 'b.md': '---\ndraft: true\n---\nx' });
    const out_npz = join(folder, '..', 'out.npz');
    const events = await run({ in_text: folder, out_npz });
    expect(await chunksOf(out_npz)).toEqual([[...official.encode('One\n\nTwo three'), 50256]]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'skipped', because: 'draft' }));
    await run({ in_text: folder, out_npz, drafts: true, format: 'markdown', overwrite: true, end_mark_as_text: true });
    // The form gives this post, which has no headings, an outline of its first sentences.
    const texts = [`---\ntitle: "One"\noutline:\n- "Two three"\n---\n\nTwo *three*${END}`, `x${END}`];
    expect(await chunksOf(out_npz)).toEqual([official.encode(texts.join(''))]);
  });

  it('reads the vocabulary inside a model file', async () => {
    const folder = filesIn({ 'a.txt': 'the thé' });
    const root = temporaryFolder();
    await writeTinyModels(root, ['models/tiny']);
    const model_name = join(root, 'tiny.gguf');
    for await (const _ of exportModel({ out: model_name, to: 'gguf', model_name: 'tiny' }, { root }));
    const out_npz = join(folder, '..', 'out.npz');
    await run({ in_text: folder, out_npz, model_name });
    expect(await chunksOf(out_npz)).toEqual([[...tinyTokenizer.encode('the thé'), tinyTokenizer.endMark]]);
  });

  it('reports its progress up to the last byte', async () => {
    const folder = filesIn({ 'a.txt': 'x'.repeat(200_000), 'b.txt': 'yz' });
    const events = await run({ in_text: folder, out_npz: join(folder, '..', 'out.npz') });
    const reading = events.filter((event) => event.type === 'reading');
    expect(reading.length).toBeGreaterThan(4);
    expect(reading.every((event, i) => i === 0 || event.bytesDone >= reading[i - 1].bytesDone)).toBe(true);
    expect(reading.at(-1)).toMatchObject({ files: 2, filesDone: 1, bytes: 200_002, bytesDone: 200_002 });
  });

  it('writes what encode.py wrote, on request', async () => {
    const folder = filesIn({ 'a.txt': 'one\r\n', 'b.txt': 'two', 'c.txt': 'three' });
    const out_npz = join(folder, '..', 'out.npz');
    await run({ in_text: `${folder}/*.txt`, out_npz, end_mark_as_text: true, combine: 15 });
    expect(await chunksOf(out_npz)).toEqual([official.encode(`one\n${END}two`), official.encode(`three${END}`)]);
  });

  it('includes token files', async () => {
    const folder = filesIn({ 'a.txt': 'one' });
    const first = join(folder, 'b.npz');
    await run({ in_text: folder, out_npz: first });
    const second = join(folder, '..', 'out.npz');
    await run({ in_text: folder, out_npz: second });
    const ids = [...official.encode('one'), 50256];
    expect(await chunksOf(second)).toEqual([ids, ids]);
  });

  it('reads the given encoding', async () => {
    const folder = filesIn({ 'a.txt': Uint8Array.of(0xe9) });
    const out_npz = join(folder, '..', 'out.npz');
    await expect(run({ in_text: folder, out_npz })).rejects.toThrow(/a\.txt is not text in utf-8/);
    await run({ in_text: folder, out_npz, encoding: 'latin1' });
    expect(await chunksOf(out_npz)).toEqual([[...official.encode('é'), 50256]]);
  });
});

describe('encode leaves everything unchanged', () => {
  it('if the token file exists, unless it may be overwritten', async () => {
    const folder = filesIn({ 'a.txt': 'one' });
    const out_npz = join(folder, '..', 'out.npz');
    writeFileSync(out_npz, 'mine');
    await expect(run({ in_text: folder, out_npz })).rejects.toThrow(/out\.npz already exists/);
    expect(readFileSync(out_npz, 'utf8')).toBe('mine');
    await run({ in_text: folder, out_npz, overwrite: true });
    expect(await chunksOf(out_npz)).toHaveLength(1);
  });

  it.each<[string, Record<string, string | Uint8Array>, RegExp]>([
    ['a file is not text', { 'a.txt': 'one', 'b.txt': Uint8Array.of(0x89, 0x50, 0x4e, 0x47) }, /b\.txt is not text/],
    ['a token file is damaged', { 'a.txt': 'one', 'b.npz': 'PK' }, /b\.npz is not a complete zip archive/],
    ['there is no text', { 'a.txt': ' \n', 'b.txt': '' }, /There is no text in /],
    ['there is no file', {}, /has no files/],
  ])('if %s', async (_, files, message) => {
    const folder = filesIn(files);
    const beside = join(folder, '..');
    await expect(run({ in_text: folder, out_npz: join(beside, 'out.npz') })).rejects.toThrow(message);
    expect(readdirSync(beside)).toEqual(['texts']);
  });

  it('if it is interrupted, or the caller stops iterating', async () => {
    const folder = filesIn({ 'a.txt': 'one '.repeat(100_000) });
    const beside = join(folder, '..');
    const given = { in_text: folder, out_npz: join(beside, 'out.npz') };
    const controller = new AbortController();
    const events = encode(given, { signal: controller.signal });
    await events.next();
    expect(existsSync(given.out_npz)).toBe(false);
    controller.abort();
    await expect(events.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(readdirSync(beside)).toEqual(['texts']);
    for await (const _ of encode(given)) break;
    expect(readdirSync(beside)).toEqual(['texts']);
  });
});
