import { createHash } from 'node:crypto';

/** The same for the same text, another one for any other: what is kept where the texts themselves would fill the memory. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
