/** A format of pictures that browsers show. */
export type PictureFormat = 'png' | 'jpg' | 'webp' | 'gif' | 'avif' | 'svg';

/** What the first bytes of a picture say. */
export interface PictureHeader {
  readonly format: PictureFormat;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** Enough of a file for `pictureHeader`, except of photographs with long notes from the camera. */
export const HEADER_BYTES = 65_536;

/** Reads format and size from the beginning of a file; null if it is not a picture, or its size is not in these bytes. */
export function pictureHeader(bytes: Uint8Array): PictureHeader | null {
  const found =
    pngHeader(bytes) ??
    gifHeader(bytes) ??
    webpHeader(bytes) ??
    jpgHeader(bytes) ??
    avifHeader(bytes) ??
    svgHeader(bytes);
  return found === null || !(found.width > 0 && found.height > 0) ? null : found;
}

/** Whether the bytes at a place are these characters. */
function has(bytes: Uint8Array, at: number, text: string): boolean {
  return (
    at + text.length <= bytes.length && [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0))
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Signature of 8 bytes, then the chunk IHDR: length, name, width and height as 32 bits each, most significant first. */
function pngHeader(bytes: Uint8Array): PictureHeader | null {
  if (!has(bytes, 1, 'PNG\r\n') || !has(bytes, 12, 'IHDR') || bytes.length < 24) return null;
  const view = viewOf(bytes);
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** `GIF87a` or `GIF89a`, then width and height as 16 bits each, least significant first. */
function gifHeader(bytes: Uint8Array): PictureHeader | null {
  if (!has(bytes, 0, 'GIF8') || bytes.length < 10) return null;
  const view = viewOf(bytes);
  return { format: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** `RIFF`, a length, `WEBP`, and a first chunk of one of three kinds (RFC 9649). */
function webpHeader(bytes: Uint8Array): PictureHeader | null {
  if (!has(bytes, 0, 'RIFF') || !has(bytes, 8, 'WEBP') || bytes.length < 30) return null;
  const view = viewOf(bytes);
  const of24 = (at: number) => 1 + (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16));
  if (has(bytes, 12, 'VP8X')) return { format: 'webp', width: of24(24), height: of24(27) };
  if (has(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { format: 'webp', width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (!has(bytes, 12, 'VP8 ')) return null;
  return { format: 'webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** Segments of a marker, a length and data; a frame header (SOF) has the height and then the width. */
function jpgHeader(bytes: Uint8Array): PictureHeader | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const view = viewOf(bytes);
  let isOnItsSide = false;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    // Fill bytes may precede a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    const [high, wide] = [view.getUint16(at + 5), view.getUint16(at + 7)];
    if (isFrame) return { format: 'jpg', width: isOnItsSide ? high : wide, height: isOnItsSide ? wide : high };
    if (marker === 0xe1) isOnItsSide ||= isTurned(bytes.subarray(at + 4, at + 2 + view.getUint16(at + 2)));
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Whether a camera's notes (Exif) say that the picture is shown turned by a right angle: orientations 5 to 8. */
function isTurned(notes: Uint8Array): boolean {
  if (!has(notes, 0, 'Exif\0\0') || notes.length < 24) return false;
  const view = viewOf(notes);
  const isLittle = has(notes, 6, 'II');
  const first = 6 + view.getUint32(10, isLittle);
  if (first + 2 > notes.length) return false;
  const entries = view.getUint16(first, isLittle);
  for (let entry = 0; entry < entries; entry++) {
    const at = first + 2 + 12 * entry;
    if (at + 12 > notes.length) return false;
    if (view.getUint16(at, isLittle) === 0x0112) return view.getUint16(at + 8, isLittle) >= 5;
  }
  return false;
}

/** Boxes; the first `ispe` (image spatial extents) has a version and then width and height as 32 bits each. */
function avifHeader(bytes: Uint8Array): PictureHeader | null {
  if (!has(bytes, 4, 'ftypavi')) return null;
  const view = viewOf(bytes);
  for (let at = 8; at + 16 <= bytes.length; at++) {
    if (has(bytes, at, 'ispe'))
      return { format: 'avif', width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
  }
  return null;
}

/** The attributes `width` and `height` in pixels, else those of `viewBox`. */
function svgHeader(bytes: Uint8Array): PictureHeader | null {
  const [tag] = /<svg\b[^>]*>/.exec(new TextDecoder().decode(bytes)) ?? [];
  if (tag === undefined) return null;
  const attribute = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`).exec(tag)?.[1] ?? '';
  const pixels = (name: string) => Number(/^\s*([\d.]+)(?:px)?\s*$/.exec(attribute(name))?.[1] ?? 0);
  const box = attribute('viewBox')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [width, height] = [pixels('width') || box[2], pixels('height') || box[3]];
  return { format: 'svg', width, height };
}
