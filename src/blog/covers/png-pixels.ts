import { unzlibSync } from 'fflate';
import type { Rgb } from './colour.ts';
import { pictureHeader } from './picture-header.ts';

/** Larger pictures would take seconds and much memory. */
const MOST_PIXELS = 12_000_000;

/** Pixels that are looked at in each direction. */
const SAMPLES = 48;

/** How many numbers a pixel has, by PNG's colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * An even sample of the pixels of a PNG (W3C, Portable Network Graphics, third edition), without transparent ones; null
 * for a file that is damaged, interlaced, very large or has less than 8 bits a number.
 */
export function pngPixels(bytes: Uint8Array): Rgb[] | null {
  const header = pictureHeader(bytes);
  if (header?.format !== 'png' || header.width * header.height > MOST_PIXELS) return null;
  const [depth, type, , , interlaced] = bytes.subarray(24, 29);
  const channels = CHANNELS[type];
  if (channels === undefined || interlaced !== 0 || (depth !== 8 && depth !== 16)) return null;
  const { data, colours } = chunksOf(bytes);
  if (type === 3 && colours === null) return null;
  const step = channels * (depth / 8);
  const rows = rowsOf(data, header.width * step, header.height, step);
  if (rows === null) return null;
  const pixels: Rgb[] = [];
  const places = (length: number) =>
    Array.from({ length: Math.min(SAMPLES, length) }, (_, i) =>
      Math.floor(((i + 0.5) * length) / Math.min(SAMPLES, length)),
    );
  for (const y of places(header.height)) {
    for (const x of places(header.width)) {
      const at = y * header.width * step + x * step;
      const part = (channel: number) => rows[at + (channel * depth) / 8];
      const isClear = (type === 4 || type === 6) && part(channels - 1) < 128;
      if (isClear) continue;
      if (type === 3) pixels.push([0, 1, 2].map((i) => colours![3 * part(0) + i] ?? 0) as unknown as Rgb);
      else if (channels < 3) pixels.push([part(0), part(0), part(0)]);
      else pixels.push([part(0), part(1), part(2)]);
    }
  }
  return pixels;
}

/** The compressed rows, and the colours of a picture that numbers its colours. */
function chunksOf(bytes: Uint8Array): { readonly data: Uint8Array; readonly colours: Uint8Array | null } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let colours: Uint8Array | null = null;
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (name === 'IDAT') parts.push(content);
    if (name === 'PLTE') colours = content;
    at += 12 + length;
  }
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    data.set(part, end);
    end += part.length;
  }
  return { data, colours };
}

/** The bytes of all rows, without filters; null if they are not what the header promises. */
function rowsOf(data: Uint8Array, rowBytes: number, height: number, step: number): Uint8Array | null {
  const filtered = new Uint8Array(height * (rowBytes + 1));
  try {
    if (unzlibSync(data, { out: filtered }).length !== filtered.length) return null;
  } catch {
    return null;
  }
  const rows = new Uint8Array(height * rowBytes);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (rowBytes + 1)];
    const [from, to] = [y * (rowBytes + 1) + 1, y * rowBytes];
    for (let x = 0; x < rowBytes; x++) {
      const left = x < step ? 0 : rows[to + x - step];
      const above = y === 0 ? 0 : rows[to + x - rowBytes];
      const corner = x < step || y === 0 ? 0 : rows[to + x - rowBytes - step];
      rows[to + x] = filtered[from + x] + predicted(filter, left, above, corner);
    }
  }
  return rows;
}

/** What a filter adds: nothing, the left byte, the one above, their mean, or Paeth's choice. */
function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
