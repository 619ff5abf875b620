import { linePrefix, nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** Fenced code that is still open at the end of the text, its quote or its list item. */
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
    // If a list item or quote ends right there, its line break counts as code.
    const at = code.endsWith('\n') ? end - 1 : end;
    yield { what: 'code without a closing fence', start: at, end: at, replacement };
  }
}
