import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Marker } from '../../../src/engine/tokens/corpus-encoder.ts';
import { encode } from '../../../src/index.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { loadTokens, tokensOfText } from '../../../src/pipeline/corpus/read-tokens.ts';
import type { ReadingEvent } from '../../../src/pipeline/events/reading.ts';
import { officialTokenizer as tokenizer } from '../../engine/tokens/official.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const options = (marker: Marker, combine: number | null = null) => ({ tokenizer, marker, combine, encoding: 'utf-8' });

async function load(path: string, settings: Parameters<typeof loadTokens>[2]) {
  const loading = loadTokens(nodeFiles, path, settings);
  const events: ReadingEvent[] = [];
  for (;;) {
    const { value, done } = await loading.next();
    if (done) return { ...value, events };
    events.push(value);
  }
}

describe('loadTokens', () => {
  const posts = Array.from({ length: 50 }, (_, i) => `Post number ${i} goes here.`);
  const text = posts.map((post) => `${post}\n<|endoftext|>\n`).join('');
  const stream = posts.flatMap((post) => [...tokenizer.encode(post), 50256]);

  it('joins the documents of a text into one stream', async () => {
    const path = join(temporaryFolder(), 'training.txt');
    writeFileSync(path, text);
    const tokens = await load(path, options('token'));
    expect(tokens.total).toBe(stream.length);
    expect(tokens.chunks).toEqual([Uint16Array.from(stream)]);
  });

  it('reads from a file what tokensOfText reads from memory', async () => {
    const path = join(temporaryFolder(), 'training.txt');
    writeFileSync(path, text);
    const { events, ...read } = await load(path, options('token'));
    expect(events.length).toBeGreaterThan(0);
    expect(tokensOfText(text, tokenizer)).toEqual(read);
  });

  it('starts a new chunk after the requested number of characters', async () => {
    const path = join(temporaryFolder(), 'training.txt');
    writeFileSync(path, text);
    const { chunks } = await load(path, options('token', 100));
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.flatMap((chunk) => [...chunk])).toEqual(stream);
    for (const chunk of chunks.slice(0, -1)) expect(tokenizer.decode(chunk).length).toBeGreaterThanOrEqual(100);
  });

  it('reads the same from a token file, in any number of chunks', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'training.txt'), text);
    const out_npz = join(folder, 'training.npz');
    let chunks = 0;
    for await (const event of encode({ in_text: join(folder, 'training.txt'), out_npz, combine: 100 })) {
      if (event.type === 'encoded') chunks = event.chunks;
    }
    expect(chunks).toBeGreaterThan(5);
    expect((await load(out_npz, options('token'))).chunks).toEqual([Uint16Array.from(stream)]);
  });

  it('keeps the chunks of the scripts of 2019 if the mark is text', async () => {
    const folder = temporaryFolder();
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), `the text of ${name}`);
    const tokens = await load(folder, options('text', 10));
    expect(tokens.chunks.map((chunk) => tokenizer.decode(chunk))).toEqual([
      'the text of a',
      'the text of b',
      'the text of c',
    ]);
  });

  it('reports its progress', async () => {
    const path = join(temporaryFolder(), 'training.txt');
    writeFileSync(path, text);
    const { events } = await load(path, options('token'));
    expect(new Set(events.map((event) => event.path))).toEqual(new Set([path]));
    expect(events.at(-1)).toMatchObject({ bytes: text.length, bytesDone: text.length });
  });
});
