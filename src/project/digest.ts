import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** The SHA-256 of a text, in base64. It replaces texts in lists too large to keep the texts themselves. */
export function digest(text: string): string {
  return btoa(String.fromCharCode(...sha256(utf8ToBytes(text))));
}
