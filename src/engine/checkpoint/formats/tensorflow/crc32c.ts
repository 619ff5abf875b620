/**
 * CRC-32C (Castagnoli), the checksum of TensorFlow's files: remainders under the reversed polynomial 0x82F63B78.
 * Row k of the table is the remainder of a byte with k bytes after it, so that eight bytes are taken at once.
 */
const ROWS = 8;
const remainders = new Int32Array(ROWS * 256);
for (let byte = 0; byte < 256; byte++) {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ ((rest & 1) * 0x82f63b78);
  remainders[byte] = rest;
}
for (let i = 256; i < remainders.length; i++) {
  const before = remainders[i - 256];
  remainders[i] = (before >>> 8) ^ remainders[before & 0xff];
}

/** The checksum of some bytes, or of earlier ones with checksum `crc` and these together. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  const table = remainders;
  let rest = ~crc;
  let i = 0;
  for (const end = bytes.length - 7; i < end; i += 8) {
    rest ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    rest =
      table[1792 + (rest & 0xff)] ^
      table[1536 + ((rest >>> 8) & 0xff)] ^
      table[1280 + ((rest >>> 16) & 0xff)] ^
      table[1024 + (rest >>> 24)] ^
      table[768 + bytes[i + 4]] ^
      table[512 + bytes[i + 5]] ^
      table[256 + bytes[i + 6]] ^
      table[bytes[i + 7]];
  }
  for (; i < bytes.length; i++) rest = table[(rest ^ bytes[i]) & 0xff] ^ (rest >>> 8);
  return ~rest >>> 0;
}

/** As it is stored next to its data: rotated and offset, so that a checksum over checksums is not a special case. */
export function maskedCrc32c(bytes: Uint8Array): number {
  return mask(crc32c(bytes));
}

export function mask(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
