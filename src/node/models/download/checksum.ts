import { createHash, type Hash } from 'node:crypto';

/**
 * What the bytes of a file have to come to. sha256: of the bytes, as the hub keeps large files; git: SHA-1 of "blob ",
 * their number, a zero byte, and the bytes, as git names them; md5: of the bytes, as a bucket tells it. In hexadecimal.
 */
export interface Checksum {
  readonly kind: 'sha256' | 'git' | 'md5';
  readonly value: string;
}

/** A hash to be fed with the bytes of a file that has so many of them. */
export function beginChecksum(kind: Checksum['kind'], bytes: number): Hash {
  if (kind !== 'git') return createHash(kind);
  return createHash('sha1').update(`blob ${bytes}\0`);
}
