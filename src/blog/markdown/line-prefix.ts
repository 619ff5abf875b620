const LONGEST = 200;

/**
 * The prefix for a further line in the same quotes and items as the line up to `place`. `isWhole`: only such marks come
 * before `place`.
 */
export function linePrefix(text: string, place: number): { readonly prefix: string; readonly isWhole: boolean } {
  const before = text.slice(Math.max(0, place - LONGEST), place);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const [marks] = /^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*/.exec(line)!;
  const isWhole = marks.length === line.length && line.length < LONGEST;
  return { prefix: isWhole ? marks.replace(/[^>\s]/g, ' ') : '', isWhole };
}
