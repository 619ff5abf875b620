import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { NpyFault } from '../../../src/engine/tokens/npy.ts';
import { NpzFault, NpzWriter, readNpz } from '../../../src/engine/tokens/npz.ts';
import type { TokenArray } from '../../../src/engine/tokens/token-buffer.ts';
import { TokenRangeFault } from '../../../src/engine/tokens/tokenizer.ts';
import { ZipFault } from '../../../src/engine/tokens/zip.ts';
import { Fault } from '../../../src/fault.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const N_VOCAB = 50257;
const python = '/usr/bin/python3';

describe('files that NumPy wrote (test/fixtures/make_npz.py)', () => {
  const folder = fileURLToPath(new URL('../../fixtures/npz/', import.meta.url));
  const chunks = [
    Array.from({ length: 700 }, (_, i) => (i * 7919) % N_VOCAB),
    [],
    [50256],
    Array.from({ length: 33 }, (_, i) => 50256 - i),
  ];

  it.each(['int32-stored', 'int64-compressed', 'uint16-compressed', 'big-endian'])(
    '%s.npz has the chunks',
    async (name) => {
      const found = await readAll(readFileSync(`${folder}${name}.npz`));
      expect(found.map((tokens) => [...tokens])).toEqual(chunks);
    },
  );

  it('fortran.npz is read row by row', async () => {
    expect(await readAll(readFileSync(`${folder}fortran.npz`))).toEqual([Uint16Array.of(0, 1, 2, 3, 4, 5)]);
  });
});

describe('reading back what was written', () => {
  it('gives the same chunks, for any', async () => {
    const chunk = fc.array(fc.nat({ max: N_VOCAB - 1 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 12 }), async (chunks) => {
        const file = await write(chunks.map((ids) => Uint16Array.from(ids)));
        expect((await readAll(file)).map((tokens) => [...tokens])).toEqual(chunks);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps ids that two bytes cannot hold', async () => {
    const chunk = Int32Array.of(0, 70_000, 131_071);
    expect(await readAll(await write([chunk]), 131_072)).toEqual([chunk]);
  });

  it('writes the same bytes for the same tokens', async () => {
    expect(await write([Uint16Array.of(1, 2)])).toEqual(await write([Uint16Array.of(1, 2)]));
  });

  it('keeps chunks longer than a slice', async () => {
    const chunk = Uint16Array.from({ length: 150_001 }, (_, i) => (i * 7919) % N_VOCAB);
    expect(await readAll(await write([chunk]))).toEqual([chunk]);
  });
});

describe('every layout of whole numbers', () => {
  const numbers = [5, 0, 100, 7, 9, 127];
  const layouts = ['<', '>'].flatMap((order) =>
    ['i', 'u'].flatMap((kind) => [1, 2, 4, 8].map((bytes) => [order, kind, bytes] as const)),
  );

  it.each(layouts)('%s%s%d', async (order, kind, bytes) => {
    const data = encodeNumbers(numbers, bytes, order === '<');
    const descr = `${bytes === 1 ? '|' : order}${kind}${bytes}`;
    expect(await readAll(archive({ 'arr_0.npy': npy({ descr, shape: '(6,)', data }) }))).toEqual([
      Uint16Array.from(numbers),
    ]);
  });

  it.each([1, 2, 3])('header version %d', async (version) => {
    const file = archive({ 'arr_0.npy': npy({ version, shape: '(6,)', data: encodeNumbers(numbers, 4, true) }) });
    expect(await readAll(file)).toEqual([Uint16Array.from(numbers)]);
  });

  it.each([
    ['(2, 3)', 'False', [5, 0, 100, 7, 9, 127]],
    ['(2, 3)', 'True', [5, 100, 9, 0, 7, 127]],
    ['(3, 1, 2)', 'True', [5, 7, 0, 9, 100, 127]],
    ['(6L,)', 'False', [5, 0, 100, 7, 9, 127]],
  ])('shape %s, fortran_order %s', async (shape, fortran, expected) => {
    const data = encodeNumbers(numbers, 4, true);
    expect(await readAll(archive({ 'arr_0.npy': npy({ shape, fortran, data }) }))).toEqual([
      Uint16Array.from(expected),
    ]);
  });

  it('one number without axes', async () => {
    const data = encodeNumbers([3], 4, true);
    expect(await readAll(archive({ 'arr_0.npy': npy({ shape: '()', data }) }))).toEqual([Uint16Array.of(3)]);
  });
});

describe('the order of the chunks', () => {
  it('is that of their numbers', async () => {
    const names = ['arr_10.npy', 'mine.npy', 'arr_2.npy', 'arr_0.npy'];
    const entries = names.map((name, i) => [name, npy({ data: encodeNumbers([i], 4, true) })]);
    expect((await readAll(archive(Object.fromEntries(entries)))).map(([id]) => id)).toEqual([3, 2, 0, 1]);
  });
});

describe('what is refused', () => {
  const one = encodeNumbers([1], 4, true);

  it.each<[string, Record<string, Uint8Array>, new (message: string) => Fault, RegExp]>([
    ['an id too large', { 'arr_0.npy': npy({ data: encodeNumbers([N_VOCAB], 4, true) }) }, TokenRangeFault, /50257/],
    ['an id below zero', { 'arr_0.npy': npy({ data: encodeNumbers([-1], 4, true) }) }, TokenRangeFault, /-1 at/],
    [
      'an id far too large',
      { 'arr_0.npy': npy({ descr: '<i8', data: Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0) }) },
      TokenRangeFault,
      /tokens\.npz, arr_0\.npy, holds 4294967297 at position 0/,
    ],
    ['fractions', { 'arr_0.npy': npy({ descr: '<f4', data: one }) }, NpyFault, /'<f4'/],
    ['objects', { 'arr_0.npy': npy({ descr: '|O', data: one }) }, NpyFault, /whole numbers/],
    ['too few numbers', { 'arr_0.npy': npy({ shape: '(2,)', data: one }) }, NpyFault, /2 numbers of 4 bytes, but 4/],
    ['a huge shape', { 'arr_0.npy': npy({ shape: `(${'9'.repeat(400)},)`, data: one }) }, NpyFault, /Infinity numbers/],
    ['another file', { 'arr_0.npy': new TextEncoder().encode('hello world') }, NpyFault, /does not begin/],
    ['an empty file', { 'arr_0.npy': new Uint8Array() }, NpyFault, /does not begin/],
    ['an unknown version', { 'arr_0.npy': npy({ version: 4, data: one }) }, NpyFault, /version 4/],
    ['text', { 'readme.txt': one }, NpzFault, /"readme\.txt", which is no \.npy/],
  ])('%s', async (_, files, fault, message) => {
    await expect(readAll(archive(files))).rejects.toThrow(fault);
    await expect(readAll(archive(files))).rejects.toThrow(message);
  });

  it('a header that claims to be longer than the file', async () => {
    const file = npy({ data: one });
    file[9] = 0xff;
    await expect(readAll(archive({ 'arr_0.npy': file }))).rejects.toThrow(/claims a header of 65/);
  });

  it.each([0, 6] as const)('a claim of more bytes than there can be, at compression level %d', async (level) => {
    const file = archive({ 'arr_0.npy': npy({ data: one }) }, level);
    const directory = file.length - 22 - 46 - 'arr_0.npy'.length;
    new DataView(file.buffer).setUint32(directory + 24, 2 ** 30, true);
    await expect(readAll(file)).rejects.toThrow(/claims 1073741824 bytes, which its \d+ in the archive cannot hold/);
  });

  it('a bomb: a large entry that is packed as no tokens are', async () => {
    const numbers = new Uint8Array(2 ** 22);
    const file = archive({ 'arr_0.npy': npy({ shape: `(${2 ** 20},)`, data: numbers }) });
    await expect(readAll(file)).rejects.toThrow(/claims 41\d{5} bytes, which its \d+ in the archive cannot hold/);
  });

  it('more axes than NumPy has, along which every number would be looked for', async () => {
    const file = archive({
      'arr_0.npy': npy({ shape: `(${'1,'.repeat(4000)}4)`, fortran: 'True', data: new Uint8Array(16) }),
    });
    await expect(readAll(file)).rejects.toThrow(/has 4001 axes; at most 64 are read/);
  });

  it('no archive at all', async () => {
    await expect(readAll(new TextEncoder().encode('x'.repeat(1000)))).rejects.toThrow(ZipFault);
    await expect(readAll(new Uint8Array())).rejects.toThrow(/tokens\.npz is not a complete zip archive/);
  });
});

describe.each([0, 6] as const)('a damaged file, compressed at level %d', (level) => {
  const whole = archive(
    {
      'arr_0.npy': npy({ shape: '(9,)', data: encodeNumbers([1, 2, 3, 4, 5, 6, 7, 8, 9], 2, true), descr: '<u2' }),
      'arr_1.npy': npy({ shape: '(3,)', data: encodeNumbers([70, 700, 7000], 4, false), descr: '>i4' }),
    },
    level,
  );

  it('is refused wherever it is cut short', async () => {
    for (let bytes = 0; bytes < whole.length; bytes++) {
      await expect(readAll(whole.slice(0, bytes)), `${bytes} bytes`).rejects.toThrow(Fault);
    }
  });

  it('never gives other tokens, whichever byte is changed', async () => {
    const right = await readAll(whole);
    for (let at = 0; at < whole.length; at++) {
      for (const change of [0x01, 0x80, 0xff]) {
        const changed = whole.slice();
        changed[at] ^= change;
        const outcome = await readAll(changed).catch((error: unknown) => error);
        if (outcome instanceof Fault) continue;
        expect(outcome, `byte ${at} ^ ${change}`).toEqual(right);
      }
    }
  });
});

describe('an array whose header is changed', () => {
  it('is refused, or has as many tokens as there are bytes for', async () => {
    const data = encodeNumbers([1, 2, 3, 4, 5, 6], 4, true);
    const whole = npy({ shape: '(2, 3)', fortran: 'True', data });
    const change = fc.tuple(fc.nat({ max: whole.length - data.length - 1 }), fc.nat({ max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const changed = whole.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        const outcome = await readAll(archive({ 'arr_0.npy': changed })).catch((error: unknown) => error);
        if (outcome instanceof Fault) return;
        expect([3, 6, 12, 24]).toContain((outcome as TokenArray[])[0].length);
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!hasNumPy())('NumPy (Debian: python3-numpy)', () => {
  it('reads what is written here', async () => {
    const chunks = [Uint16Array.of(1, 2, 50256), Uint16Array.from({ length: 100_000 }, (_, i) => i % 50257)];
    const file = join(temporaryFolder(), 'tokens.npz');
    writeFileSync(file, await write(chunks));
    const program =
      'import sys, json, numpy\n' +
      'with numpy.load(sys.argv[1]) as f: print(json.dumps([[n, str(f[n].dtype), len(f[n]), int(f[n].sum())] for n in f.files]))';
    const told = JSON.parse(execFileSync(python, ['-c', program, file], { encoding: 'utf8' }));
    expect(told).toEqual(chunks.map((chunk, i) => [`arr_${i}`, 'int32', chunk.length, sumOf(chunk)]));
  });
});

function sumOf(tokens: TokenArray): number {
  return [...tokens].reduce((sum, id) => sum + id, 0);
}

function hasNumPy(): boolean {
  try {
    execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function readAll(file: Uint8Array, n_vocab = N_VOCAB): Promise<TokenArray[]> {
  const chunks: TokenArray[] = [];
  for await (const chunk of readNpz(bytesInMemory('tokens.npz', file), n_vocab)) chunks.push(chunk);
  return chunks;
}

async function write(chunks: readonly TokenArray[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const writer = new NpzWriter((bytes) => void parts.push(bytes));
  for (const chunk of chunks) await writer.add(chunk);
  await writer.finish();
  return new Uint8Array(Buffer.concat(parts));
}

function archive(files: Record<string, Uint8Array>, level: 0 | 6 = 6): Uint8Array {
  return zipSync(files, { level, mtime: new Date(1980, 0, 1) });
}

interface NpyParts {
  version?: number;
  descr?: string;
  fortran?: string;
  shape?: string;
  data: Uint8Array;
}

function npy({ version = 1, descr = '<i4', fortran = 'False', shape = '(1,)', data }: NpyParts): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
  const length =
    version === 1 ? [header.length & 0xff, header.length >> 8] : [header.length & 0xff, header.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...Buffer.from(header), ...data]);
}

function encodeNumbers(numbers: readonly number[], bytes: number, littleEndian: boolean): Uint8Array {
  return Uint8Array.from(
    numbers.flatMap((number) => {
      const little = Array.from({ length: bytes }, (_, i) =>
        i < 4 ? (number >> (8 * i)) & 0xff : number < 0 ? 0xff : 0,
      );
      return littleEndian ? little : little.reverse();
    }),
  );
}
