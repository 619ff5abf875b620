import { codeLines } from './unmarked-lines.ts';

/**
 * Puts empty lines around the content of HTML elements with `markdown="1"` (or block, or span), so that CommonMark reads
 * it as Markdown.
 */
export function markdownInHtml(text: string): string {
  if (!/\smarkdown\s*=/.test(text)) return text;
  const lines = text.split('\n');
  const code = codeLines(text, lines);
  const open: string[] = [];
  const out: string[] = [];
  for (const [i, line] of lines.entries()) {
    if (code[i]) out.push(line);
    else out.push(...closedLines(openedLines(line, open), open));
  }
  return out.join('\n');
}

function openedLines(line: string, open: string[]): string[] {
  const [start, name] = /^[ \t]*<([a-zA-Z][\w-]*)/.exec(line) ?? [];
  const end = start === undefined ? -1 : line.indexOf('>', start.length);
  if (start === undefined || end === -1) return [line];
  const tag = line.slice(0, end + 1);
  const [attribute, value] = /[ \t]markdown[ \t]*=[ \t]*["']?(\w*)["']?/.exec(tag) ?? [];
  if (attribute === undefined) return [line];
  const plain = tag.replace(attribute, '');
  const rest = line.slice(end + 1);
  if (value === '0') return [plain + rest];
  open.push(name.toLowerCase());
  // A `p` element with Markdown inside becomes an ordinary paragraph.
  const lines = name.toLowerCase() === 'p' ? [''] : [plain, ''];
  return rest.trim() === '' ? lines : [...lines, rest];
}

function closedLines(lines: readonly string[], open: string[]): string[] {
  const name = open.at(-1);
  const last = lines.at(-1)!;
  const at = name === undefined ? -1 : last.toLowerCase().lastIndexOf(`</${name}>`);
  if (at === -1) return [...lines];
  open.pop();
  const [content, closing] = [last.slice(0, at), last.slice(at)];
  const closed = name === 'p' ? closing.slice('</p>'.length) : closing;
  return [
    ...lines.slice(0, -1),
    ...(content.trim() === '' ? [] : [content]),
    '',
    ...(closed.trim() === '' ? [] : [closed, '']),
  ];
}
