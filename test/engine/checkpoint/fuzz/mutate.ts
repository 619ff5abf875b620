import type { Random } from '../../../../src/engine/random.ts';

/** Numbers that readers stumble over: ends of their ranges, and what they become with a sign. */
const BYTES = [0, 1, 0x7f, 0x80, 0xfe, 0xff];
const NUMBERS = [0n, 1n, 0x7fn, 0xffn, 2n ** 16n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 64n - 1n];

/** The next of `files`, changed in one to eight places; the same for the same `random`. */
export function mutate(random: Random, files: readonly Uint8Array[]): Uint8Array {
  let content: Uint8Array = files[random.below(files.length)].slice();
  for (let changes = 1 + random.below(8); changes > 0 && content.length > 0; changes--) {
    content = changeOnce(random, content, files);
  }
  return content;
}

function changeOnce(random: Random, content: Uint8Array, files: readonly Uint8Array[]): Uint8Array {
  const at = placeIn(random, content);
  const length = 1 + random.below(Math.min(64, content.length - at));
  switch (random.below(9)) {
    case 0:
      return content.with(at, random.below(256));
    case 1:
      return content.with(at, BYTES[random.below(BYTES.length)]);
    case 2:
      return content.with(at, content[at] ^ (1 << random.below(8)));
    case 3:
      return content.with(at, (content[at] + (random.below(2) === 0 ? 1 : 255)) & 255);
    case 4:
      return overwritten(content, at, numberBytes(random));
    case 5:
      return joined(content.subarray(0, at), content.subarray(at + length));
    case 6: {
      const from = placeIn(random, content);
      return joined(content.subarray(0, at), content.subarray(from, from + length), content.subarray(at));
    }
    case 7: {
      const other = files[random.below(files.length)];
      return overwritten(content, at, other.subarray(placeIn(random, other)).subarray(0, length));
    }
    default:
      // Truncation ends most readers at once, so it comes less often than the rest.
      return random.below(4) === 0 ? content.slice(0, at) : content.with(at, random.below(256));
  }
}

/** Anywhere, but half of the time near an end, where headers and directories lie. */
function placeIn(random: Random, { length }: Uint8Array): number {
  const near = Math.min(length, 2048);
  switch (random.below(4)) {
    case 0:
      return random.below(near);
    case 1:
      return length - 1 - random.below(near);
    default:
      return random.below(length);
  }
}

/** A number of one, two, four or eight bytes, the lowest first. */
function numberBytes(random: Random): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, NUMBERS[random.below(NUMBERS.length)], true);
  return bytes.subarray(0, 1 << random.below(4));
}

function overwritten(content: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const changed = content.slice();
  changed.set(bytes.subarray(0, content.length - at), at);
  return changed;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
