import type { Random } from '../../../../../src/engine/random.ts';

/**
 * A way to damage a file: the same for the same `random`. `others` are files of its kind, to take parts from. Null where
 * the content is not, or no longer, of the form that it knows.
 */
export type Mutation = (random: Random, content: Uint8Array, others: readonly Uint8Array[]) => Uint8Array | null;

/** Numbers that readers stumble over: ends of their ranges, and what they become with a sign. */
const NUMBERS = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  2n ** 15n,
  2n ** 16n - 1n,
  2n ** 16n,
  2n ** 20n,
  2n ** 31n - 1n,
  2n ** 31n,
].concat([2n ** 32n - 1n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n]);

/** What a file may grow to by repeating. */
const LARGEST_BYTES = 2 ** 16;

export const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)];

/** Damages a file without knowing what is in it. */
export const mutateBytes: Mutation = (random, content, others) => {
  if (content.length === 0) return null;
  const at = placeIn(random, content);
  const bytes = 1 + random.below(Math.min(64, content.length - at));
  switch (random.below(12)) {
    case 0:
      return content.with(at, random.below(256));
    case 1:
      return content.with(at, content[at] ^ (1 << random.below(8)));
    case 2:
      return content.with(at, (content[at] + (random.below(2) === 0 ? 1 : 255)) & 255);
    case 3:
    case 4:
    case 5:
      return changeNumber(random, content);
    case 6:
      return changeDigits(random, content);
    case 7:
      return joined([content.subarray(0, at), content.subarray(at + bytes)]);
    case 8:
      return repeat(random, content, at, bytes);
    case 9:
      return splice(random, content, pick(random, others));
    case 10: {
      const other = pick(random, others);
      if (other.length === 0) return null;
      return overwritten(content, at, other.subarray(placeIn(random, other)).subarray(0, bytes));
    }
    default:
      // Truncation ends most readers at once, so it comes less often than the rest.
      return random.below(4) === 0 ? content.slice(0, at) : content.with(at, random.below(256));
  }
};

/** A number that is near the end of something: of its own range, of the file, or of what it was. */
export function interestingNumber(random: Random, before: bigint, fileBytes: number, at = 0): bigint {
  const near = BigInt(random.below(5) - 2);
  switch (random.below(8)) {
    case 0:
      return BigInt(fileBytes) + near;
    case 1:
      return BigInt(fileBytes - at) + near;
    case 2:
      return before + near;
    case 3:
      return before * 2n + near;
    case 4:
      return before / 2n;
    case 5:
      return -before;
    case 6:
      return 1n << BigInt(random.below(64));
    default:
      return pick(random, NUMBERS) + (random.below(4) === 0 ? near : 0n);
  }
}

/** Changes one number of one to eight bytes; most often one that could be a length or a place in this file. */
function changeNumber(random: Random, content: Uint8Array): Uint8Array {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const bytes = pick(random, [1, 2, 4, 4, 8, 8]);
  let at = placeIn(random, content);
  for (let tries = 0; tries < 16 && content.length >= 4; tries++) {
    const place = Math.min(placeIn(random, content), content.length - 4);
    const value = view.getUint32(place, true);
    if (value === 0 || value > content.length) continue;
    at = place;
    break;
  }
  const number = new DataView(new ArrayBuffer(8));
  new Uint8Array(number.buffer).set(content.subarray(at, at + bytes));
  const value = interestingNumber(random, number.getBigUint64(0, true), content.length, at);
  number.setBigUint64(0, BigInt.asUintN(64, value), random.below(8) > 0);
  return overwritten(content, at, new Uint8Array(number.buffer, 0, bytes));
}

/** Changes a number that stands in a file as text. */
function changeDigits(random: Random, content: Uint8Array): Uint8Array | null {
  const isDigit = (at: number) => content[at] >= 0x30 && content[at] <= 0x39;
  let begin = placeIn(random, content);
  for (let looked = 0; looked < 256 && !isDigit(begin); looked++) begin++;
  if (begin >= content.length || !isDigit(begin)) return null;
  let end = begin;
  while (isDigit(begin - 1)) begin--;
  while (isDigit(end) && end - begin < 18) end++;
  const before = BigInt(new TextDecoder().decode(content.subarray(begin, end)));
  const text = pick(random, [
    String(interestingNumber(random, before, content.length)),
    '1e308',
    '1e400',
    '0.5',
    '-0',
    '',
  ]);
  return joined([content.subarray(0, begin), new TextEncoder().encode(text), content.subarray(end)]);
}

/** Some bytes again and again. */
function repeat(random: Random, content: Uint8Array, at: number, bytes: number): Uint8Array {
  const most = Math.floor((LARGEST_BYTES - content.length) / bytes);
  const times = Math.max(1, Math.min(most, random.below(4) === 0 ? 2 ** random.below(16) : 1));
  const part = content.subarray(at, at + bytes);
  return joined([content.subarray(0, at), ...new Array<Uint8Array>(times).fill(part), content.subarray(at)]);
}

/** The beginning of one file with the end of another, or with a part of it in between. */
function splice(random: Random, content: Uint8Array, other: Uint8Array): Uint8Array | null {
  if (other.length === 0) return null;
  const [at, from] = [placeIn(random, content), placeIn(random, other)];
  if (random.below(2) === 0) return joined([content.subarray(0, at), other.subarray(from)]);
  return joined([content.subarray(0, at), other.subarray(from, from + random.below(512)), content.subarray(at)]);
}

/** Anywhere, but half of the time near an end, where headers and directories lie. */
function placeIn(random: Random, { length }: Uint8Array): number {
  const near = Math.min(length, 512);
  switch (random.below(4)) {
    case 0:
      return random.below(near);
    case 1:
      return length - 1 - random.below(near);
    default:
      return random.below(length);
  }
}

function overwritten(content: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const changed = content.slice();
  changed.set(bytes.subarray(0, content.length - at), at);
  return changed;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
