import { codeLines } from './unmarked-lines.ts';

const row = /^ {0,3}\|/;
/** `|-----|`, `|===|===|` and the like. */
const rule = /^ {0,3}\|[ :]*[-=][-=:|+ \t]*$/;

/**
 * Removes the rules of kramdown between the rows of a table, which would be rows of dashes elsewhere. The one below the header
 * stays: all flavours share it.
 */
export function withoutTableRules(text: string): string {
  if (!/\|[ :]*[-=]{2,}/.test(text)) return text;
  const lines = text.split('\n');
  const isCode = codeLines(text, lines);
  let rows = 0;
  const kept = lines.filter((line, i) => {
    rows = !isCode[i] && row.test(line) ? rows + 1 : 0;
    return rows < 3 || !rule.test(line);
  });
  return kept.length === lines.length ? text : kept.join('\n');
}
