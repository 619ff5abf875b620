import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../src/engine/byte-source.ts';
import {
  openSafetensors,
  readFloats,
  SafetensorsFault,
  writeSafetensors,
} from '../../../../src/engine/checkpoint/formats/safetensors.ts';
import type { FloatType } from '../../../../src/engine/checkpoint/number-formats.ts';

type Tensors = Record<string, { shape: number[]; values: number[] }>;

async function* valuesOf(tensors: Tensors) {
  for (const { values } of Object.values(tensors)) yield Float32Array.from(values);
}

/** A file as `writeSafetensors` makes it. */
async function written(
  tensors: Tensors,
  metadata: Record<string, string> = {},
  type: FloatType = 'float32',
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const described = Object.entries(tensors).map(([name, { shape }]) => ({ name, shape }));
  await writeSafetensors((bytes) => void parts.push(bytes.slice()), described, valuesOf(tensors), { metadata, type });
  return joined(parts);
}

/** A file with any header and any data. */
function forged(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const bytes = new TextEncoder().encode(text);
  return joined([new Uint8Array(new BigUint64Array([BigInt(bytes.length)]).buffer), bytes, data]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const open = (content: Uint8Array) => openSafetensors(bytesInMemory('test.safetensors', content));

async function read(content: Uint8Array): Promise<Tensors> {
  const file = await open(content);
  const tensors: Tensors = {};
  for (const entry of file.entries.values()) {
    const values: number[] = [];
    for await (const piece of readFloats(file, entry)) values.push(...piece);
    tensors[entry.name] = { shape: [...entry.shape], values };
  }
  return tensors;
}

const tensors: Tensors = {
  weight: { shape: [2, 3], values: [1, -2, 3.5, 0, -0, 2 ** -100] },
  'a "quoted" name': { shape: [1], values: [Number.POSITIVE_INFINITY] },
  empty: { shape: [0, 4], values: [] },
  scalar: { shape: [], values: [7] },
};

describe('what is written', () => {
  test('is read again, with its metadata', async () => {
    const content = await written(tensors, { format: 'pt' });
    expect(await read(content)).toEqual(tensors);
    expect((await open(content)).metadata).toEqual({ format: 'pt' });
  });

  test.each(['float16', 'bfloat16'] as const)('may be rounded to %s', async (type) => {
    const rounded = { weight: { shape: [2, 2], values: [1 + 2 ** -12, -2, 0.1, 0] } };
    const { weight } = await read(await written(rounded, {}, type));
    expect(weight.shape).toEqual([2, 2]);
    expect(weight.values.map((value) => value.toFixed(4))).toEqual([
      '1.0000',
      '-2.0000',
      type === 'float16' ? '0.1000' : '0.1001',
      '0.0000',
    ]);
  });

  test('begins its data on a multiple of eight bytes', async () => {
    expect((await open(await written(tensors))).dataOffset % 8).toBe(0);
  });

  test.each([[{ weight: { shape: [2], values: [1] } }], [{ weight: { shape: [2], values: [1, 2, 3] } }]])(
    'must have the shape that was said',
    async (wrong) => {
      await expect(written(wrong)).rejects.toThrow(SafetensorsFault);
    },
  );

  test('must have values for all tensors, and no more', async () => {
    const write = () => {};
    const shapes = [{ name: 'weight', shape: [1] }];
    await expect(writeSafetensors(write, shapes, valuesOf({}))).rejects.toThrow(/weight are missing/);
    const two = { a: { shape: [1], values: [1] }, b: { shape: [1], values: [1] } };
    await expect(writeSafetensors(write, shapes, valuesOf(two))).rejects.toThrow(SafetensorsFault);
  });
});

describe('narrower floats are widened', () => {
  // From the definitions: IEEE 754-2019, table 3.5, and the upper half of a float32.
  test.each([
    [
      'F16',
      [0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x0400, 0x7c00],
      [1, -2, 65504, 2 ** -24, 1023 * 2 ** -24, 2 ** -14, Infinity],
    ],
    ['BF16', [0x3f80, 0xc000, 0x7f80, 0x0000, 0x4049], [1, -2, Infinity, 0, 3.140625]],
  ])('%s', async (dtype, halves, expected) => {
    const data = new Uint8Array(Uint16Array.from(halves).buffer);
    const header = { x: { dtype, shape: [halves.length], data_offsets: [0, data.length] } };
    expect((await read(forged(header, data))).x.values).toEqual(expected);
    // The data need not begin on a multiple of anything.
    expect((await read(forged(`${JSON.stringify(header)} `, data))).x.values).toEqual(expected);
  });

  test('other types are not weights', async () => {
    const header = { x: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } };
    await expect(read(forged(header, new Uint8Array(8)))).rejects.toThrow(/x as I64/);
  });
});

describe('a damaged file is refused', () => {
  const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });

  const DEEP = '['.repeat(2e5) + ']'.repeat(2e5);

  test.each<[string, unknown, number, RegExp]>([
    [
      'two tensors of one name',
      `{"a":${JSON.stringify(f32(0, 4))},"\\u0061":${JSON.stringify(f32(4, 8))}}`,
      8,
      /two tensors called a/,
    ],
    ['a gap', { a: f32(0, 4), b: f32(8, 12) }, 12, /puts b at byte 8 .* ends at 4/],
    ['an overlap', { a: f32(0, 8), b: f32(4, 12) }, 12, /puts b at byte 4 .* ends at 8/],
    ['data that belongs to no tensor', { a: f32(0, 4) }, 8, /4 bytes of data and has 8/],
    ['missing data', { a: f32(0, 400) }, 8, /400 bytes of data and has 8: it is truncated/],
    ['a shape that does not fit its bytes', { a: f32(0, 8, [3]) }, 8, /a 8 bytes, where F32 of shape \(3\) has 12/],
    ['a shape too large to multiply', { a: f32(0, 8, [2 ** 52, 2 ** 52]) }, 8, /gives a 8 bytes/],
    ['a negative axis', { a: f32(0, 8, [-1, -2]) }, 8, /a the shape \[-1,-2\]/],
    ['half an element', { a: f32(0, 6, [1.5]) }, 6, /a the shape/],
    ['an end before the beginning', { a: f32(8, 0, [-2]) }, 8, /a the shape/],
    ['no place', { a: { dtype: 'F32', shape: [1] } }, 4, /a the place undefined/],
    ['an unknown type', { a: { dtype: 'toString', shape: [1], data_offsets: [0, 4] } }, 4, /a the type "toString"/],
    ['a tensor that is a number', { a: 5 }, 0, /a the type undefined/],
    ['metadata that is a list', { __metadata__: [] }, 0, /metadata that is not text/],
    ['a header that is a list', [], 0, /not a JSON object/],
    ['a header that is no JSON', '{', 0, /not JSON/],
    ['a type that is too deep to be told', `{"a":{"dtype":${DEEP}}}`, 0, /a the type something nested too deep/],
    ['a shape that is too deep', `{"a":{"dtype":"F32","shape":${DEEP}}}`, 0, /a the shape something nested too deep/],
    ['a header of sixteen million characters', { [`${'x'.repeat(16e6)}`]: 1 }, 0, /the type undefined/],
  ])('%s', async (_, header, dataBytes, message) => {
    const refused = open(forged(header, new Uint8Array(dataBytes)));
    await expect(refused).rejects.toThrow(SafetensorsFault);
    await expect(refused).rejects.toThrow(message);
  });

  test('a header that says it is larger than the file, or than any header', async () => {
    for (const lie of [17n, 2n ** 31n, 2n ** 63n, 2n ** 64n - 1n]) {
      const content = forged({ a: f32(0, 4) }, new Uint8Array(4));
      new DataView(content.buffer).setBigUint64(0, content.length < lie ? lie : lie + 1000n, true);
      await expect(open(content)).rejects.toThrow(/claims a header of/);
    }
  });

  test('truncated anywhere', async () => {
    const content = await written(tensors);
    for (let bytes = 0; bytes < content.length; bytes++) {
      await expect(read(content.subarray(0, bytes)), `${bytes} bytes`).rejects.toThrow(SafetensorsFault);
    }
  });

  test('with any bytes changed, it is read or refused, and nothing else', async () => {
    const content = await written(tensors);
    const changes = fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const damaged = content.slice();
        for (const [at, byte] of changed) damaged[at] = byte;
        await read(damaged).catch((fault) => expect(fault).toBeInstanceOf(SafetensorsFault));
      }),
      { numRuns: 2000 },
    );
  });
});
