import { createHash, type Hash } from 'node:crypto';

/**
 * The expected checksum of a file, in hexadecimal. sha256: the hub's, for large files. git: the name of a git blob, which is
 * the SHA-1 of "blob ", the size, a zero byte, and the content. md5: the bucket's.
 */
export interface Checksum {
  readonly kind: 'sha256' | 'git' | 'md5';
  readonly value: string;
}

/** Begins the checksum of a file of this size, whose bytes the caller adds. */
export function beginChecksum(kind: Checksum['kind'], bytes: number): Hash {
  if (kind !== 'git') return createHash(kind);
  return createHash('sha1').update(`blob ${bytes}\0`);
}
