const LONGEST = 200;

/** What a line begins with before a place, in the form that a further line in the same quotes and items has it. */
export function linePrefix(text: string, place: number): { readonly prefix: string; readonly isWhole: boolean } {
  const before = text.slice(Math.max(0, place - LONGEST), place);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const [marks] = /^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*/.exec(line)!;
  const isWhole = marks.length === line.length && line.length < LONGEST;
  return { prefix: isWhole ? marks.replace(/[^>\s]/g, ' ') : '', isWhole };
}
