const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Copies a string into memory of its own. A slice of a large text is a view that keeps all of it alive, so a list of
 * titles would hold a whole export in memory.
 */
export function detachString(text: string): string {
  return decoder.decode(encoder.encode(text));
}
