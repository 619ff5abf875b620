import { indentedCode } from './code-places.ts';

const fence = /^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*(`{3,}|~{3,})(.*)$/;

/** For each line, whether it is fenced code or inside an HTML comment, where nothing is a mark. */
export function codeLines(text: string, lines: readonly string[]): boolean[] {
  const flags = lines.map(() => false);
  if (!['```', '~~~', '<!--'].some((mark) => text.includes(mark))) return flags;
  let open: { readonly char: string; readonly length: number } | null = null;
  let inComment = false;
  const lastEnd = lines.findLastIndex((line) => line.includes('-->'));
  for (const [i, line] of lines.entries()) {
    if (inComment) {
      flags[i] = true;
      inComment = !line.includes('-->');
      continue;
    }
    const [, marks, rest] = line.includes('```') || line.includes('~~~') ? (fence.exec(line) ?? []) : [];
    if (open !== null) {
      flags[i] = true;
      if (marks?.startsWith(open.char) && marks.length >= open.length && rest.trim() === '') open = null;
    } else if (marks !== undefined && (marks.startsWith('~') || !rest.includes('`'))) {
      flags[i] = true;
      open = { char: marks[0], length: marks.length };
    } else {
      const comment = line.lastIndexOf('<!--');
      inComment = comment !== -1 && !line.includes('-->', comment) && i < lastEnd;
    }
  }
  return flags;
}

/** `codeLines`, including indented code. */
export function unmarkedLines(text: string, lines: readonly string[]): boolean[] {
  const flags = codeLines(text, lines);
  let at = 0;
  const stretches = indentedCode(text);
  let next = 0;
  for (const [i, line] of lines.entries()) {
    while (next < stretches.length && stretches[next].end < at) next++;
    if (next < stretches.length && stretches[next].start <= at) flags[i] ||= /\S/.test(line);
    at += line.length + 1;
  }
  return flags;
}
