import { expect, it } from 'vitest';
import { byteCount, gigabytes, megabytes } from '../../src/project/byte-count.ts';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [45_300, '45 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [548_090_880, '548 MB'],
  [999_600_000, '1.0 GB'],
  [6_431_771_392, '6.4 GB'],
])('%d bytes are formatted for people', (bytes, text) => {
  expect(byteCount(bytes)).toBe(text);
});

it('disk space is rounded up, memory to a tenth', () => {
  expect(megabytes(1_519_100_000)).toBe('1,520 MB');
  expect(gigabytes(12_340_000_000)).toBe('12.3 GB');
});
