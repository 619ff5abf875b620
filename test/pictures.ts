import { zlibSync } from 'fflate';

/** A PNG of one colour, or of two: the second fills the lower half. */
export function png(width: number, height: number, upper: readonly number[], lower = upper): Uint8Array {
  const rows = new Uint8Array(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(y < height / 2 ? upper : lower, y * (1 + 3 * width) + 1 + 3 * x);
  }
  return pngOf(width, height, 8, 2, rows);
}

/** A PNG of these filtered rows, with this depth and colour type. */
export function pngOf(
  width: number,
  height: number,
  depth: number,
  type: number,
  rows: Uint8Array,
  colours: Uint8Array | null = null,
): Uint8Array {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([depth, type, 0, 0, 0], 8);
  const chunks = [
    chunk('IHDR', head),
    ...(colours === null ? [] : [chunk('PLTE', colours)]),
    chunk('IDAT', zlibSync(rows)),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...chunks.flatMap((bytes) => [...bytes])]);
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(
    [...name].map((letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/** The checksum of PNG's chunks (CRC-32). */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
