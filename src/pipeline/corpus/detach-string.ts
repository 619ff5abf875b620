const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The same text in memory of its own. What was cut out of a large text is a view of all of it, so a list of titles would
 * keep a whole export in memory.
 */
export function detachString(text: string): string {
  return decoder.decode(encoder.encode(text));
}
