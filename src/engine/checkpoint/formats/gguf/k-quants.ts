/**
 * The blocks of 256 numbers of ggml (k_quants in ggml-quants.c). Sixteen or 32 numbers side by side have a scale of four
 * to eight bits, and these a scale d for the block; where there is an m, a number is d · scale · q − m · minimum. Read only.
 *
 *   Q2_K   84 bytes   16 of scale (lower four bits) and minimum (upper four), 64 of q, d, m
 *   Q3_K  110 bytes   32 of third bits of q, 64 of the lower two, 12 of scales, d
 *   Q4_K  144 bytes   d, m, 12 of scales and minima, 128 of q
 *   Q5_K  176 bytes   d, m, 12 of scales and minima, 32 of fifth bits of q, 128 of the lower four
 *   Q6_K  210 bytes   128 of the lower four bits of q + 32, 64 of the upper two, 16 of scales as int8, d
 */
import { floatOfHalf } from '../../number-formats.ts';

/** Takes one block apart: `block` has its bytes, and its numbers go into `out` from `at` on. */
export type ReadBlock = (block: DataView, out: Float32Array, at: number) => void;

/** Two bits of q encode four runs of 32 numbers in each byte, of which each half has 32. */
const readQ2K: ReadBlock = (block, out, at) => {
  const d = half(block, 80);
  const m = half(block, 82);
  for (let i = 0; i < 256; i++) {
    const scale = block.getUint8(i >> 4);
    out[at + i] = d * (scale & 15) * twoBits(block, 16, i) - m * (scale >>> 4);
  }
};

const readQ3K: ReadBlock = (block, out, at) => {
  const d = half(block, 108);
  for (let i = 0; i < 256; i++) {
    const group = i >> 4;
    const low = (block.getUint8(96 + (group & 7)) >>> (group < 8 ? 0 : 4)) & 15;
    const high = (block.getUint8(104 + (group & 3)) >>> (2 * (group >> 2))) & 3;
    // A third bit that is not set takes four away.
    const third = (block.getUint8(i & 31) >>> (i >> 5)) & 1;
    out[at + i] = d * ((low | (high << 4)) - 32) * (twoBits(block, 32, i) - (third === 1 ? 0 : 4));
  }
};

const readQ4K: ReadBlock = (block, out, at) => {
  const d = half(block, 0);
  const m = half(block, 2);
  for (let run = 0; run < 8; run++) {
    const { scale, minimum } = scaleOfRun(block, run);
    for (let i = 0; i < 32; i++) out[at + 32 * run + i] = d * scale * nibble(block, 16, run, i) - m * minimum;
  }
};

const readQ5K: ReadBlock = (block, out, at) => {
  const d = half(block, 0);
  const m = half(block, 2);
  for (let run = 0; run < 8; run++) {
    const { scale, minimum } = scaleOfRun(block, run);
    for (let i = 0; i < 32; i++) {
      const fifth = (block.getUint8(16 + i) >>> run) & 1;
      out[at + 32 * run + i] = d * scale * (nibble(block, 48, run, i) + 16 * fifth) - m * minimum;
    }
  }
};

const readQ6K: ReadBlock = (block, out, at) => {
  const d = half(block, 208);
  for (let i = 0; i < 256; i++) {
    // Half of 128, in it a run of 32; runs 0 and 2 share their bytes of lower bits, as 1 and 3 do.
    const [part, run, place] = [i >> 7, (i >> 5) & 3, i & 31];
    const low = (block.getUint8(64 * part + 32 * (run & 1) + place) >>> (run < 2 ? 0 : 4)) & 15;
    const high = (block.getUint8(128 + 32 * part + place) >>> (2 * run)) & 3;
    out[at + i] = d * block.getInt8(192 + (i >> 4)) * ((low | (high << 4)) - 32);
  }
};

export const kQuants: readonly { name: string; id: number; bytes: number; read: ReadBlock }[] = [
  { name: 'Q2_K', id: 10, bytes: 84, read: readQ2K },
  { name: 'Q3_K', id: 11, bytes: 110, read: readQ3K },
  { name: 'Q4_K', id: 12, bytes: 144, read: readQ4K },
  { name: 'Q5_K', id: 13, bytes: 176, read: readQ5K },
  { name: 'Q6_K', id: 14, bytes: 210, read: readQ6K },
];

/** The two bits of number i: 32 bytes hold 128 numbers, the first 32 of them in their lowest bits. */
function twoBits(block: DataView, from: number, i: number): number {
  return (block.getUint8(from + 32 * (i >> 7) + (i & 31)) >>> (2 * ((i >> 5) & 3))) & 3;
}

/** Four bits of number i of a run: 32 bytes hold two runs, the even one in the lower halves. */
function nibble(block: DataView, from: number, run: number, i: number): number {
  return (block.getUint8(from + 32 * (run >> 1) + i) >>> (4 * (run & 1))) & 15;
}

/** Six bits of scale and six of minimum for each of eight runs, in the twelve bytes from 4 on. */
function scaleOfRun(block: DataView, run: number): { scale: number; minimum: number } {
  const byte = (i: number) => block.getUint8(4 + i);
  if (run < 4) return { scale: byte(run) & 63, minimum: byte(run + 4) & 63 };
  // The lower four bits of both share a byte, the upper two are what the first four leave of theirs.
  return {
    scale: (byte(run + 4) & 15) | ((byte(run - 4) >>> 6) << 4),
    minimum: (byte(run + 4) >>> 4) | ((byte(run) >>> 6) << 4),
  };
}

function half(block: DataView, offset: number): number {
  return floatOfHalf(block.getUint16(offset, true));
}
