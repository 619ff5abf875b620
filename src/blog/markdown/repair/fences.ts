import { linePrefix, nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** Code that the text, its quote or its list item ended in the middle of. */
export function* openFences(page: ParsedMarkdown): Generator<Flaw> {
  const { text } = page;
  for (const { start, end } of nodesOfType(page, 'code')) {
    const code = text.slice(start, end);
    const fence = /^(?:`{3,}|~{3,})/.exec(code)?.[0];
    if (fence === undefined) continue;
    const last = code.includes('\n') ? code.slice(code.lastIndexOf('\n') + 1).replace(/^[\s>]+/, '') : '';
    const mark = last.trimEnd();
    if (mark.startsWith(fence) && mark === mark[0].repeat(mark.length)) continue;
    const replacement = `\n${linePrefix(text, start)}${fence}`;
    // Where a list item or quote ends at once, its line break is counted to the code.
    const at = code.endsWith('\n') ? end - 1 : end;
    yield { what: 'code without its closing fence', start: at, end: at, replacement };
  }
}
