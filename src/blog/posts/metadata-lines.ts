/** Metadata that is not front matter: lines of `Key: value` above a text, as Pelican and Nikola read them. */
import type { FileParts } from './front-matter.ts';
import type { FrontMatter } from './post.ts';

/**
 * Reads metadata as Python-Markdown and MultiMarkdown do: lines of `Key: value` up to the first blank line, optionally
 * between `---` lines. Continuation lines are indented by four spaces and all are kept. Keys come back in lower case.
 * Null if the text does not begin with metadata.
 */
export function keyLines(text: string): FileParts | null {
  const lines = linesAtTop(text);
  const data = new Map<string, string>();
  const isFenced = /^---(?:\s|$)/.test(lines[0] ?? '');
  let [key, count] = ['', isFenced ? 1 : 0];
  for (; count < lines.length; count++) {
    const line = lines[count];
    if (line.trim() === '' || /^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
      count++;
      break;
    }
    const [, name, value] = /^ {0,3}([A-Za-z0-9_-]+):[ \t]*(.*)$/.exec(line) ?? [];
    const [, more] = /^ {4,}(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      key = name.toLowerCase();
      // The first line of a repeated key counts.
      if (!data.has(key)) data.set(key, value.trim());
    } else if (more !== undefined && key !== '') data.set(key, `${data.get(key)}\n${more.trim()}`.trim());
    else break;
  }
  return data.size === 0 ? null : partsOf(text, lines.slice(0, count), data);
}

/**
 * Reads metadata as Nikola does: lines of `.. key: value` up to the first blank line, with or without an HTML comment
 * around them. Null if there are none.
 */
export function dottedLines(text: string): FileParts | null {
  const lines = linesAtTop(text);
  const end = lines.findIndex(
    (line, i) => line.trim() === '' && lines.slice(0, i).some((above) => above.trim() !== ''),
  );
  // The text after the last line break is not a line.
  const isEnded = end >= 0 && end < lines.length - 1;
  const top = lines.slice(0, 1 + (isEnded ? end : lastDotted(lines)));
  const data = new Map<string, string>();
  for (const line of top) {
    const [, key, value] = dottedLine.exec(line) ?? [];
    if (key !== undefined && value.trim() !== '') data.set(key.trim().toLowerCase(), value.trim());
  }
  return data.size === 0 ? null : partsOf(text, top, data);
}

const dottedLine = /^\s*\.\. ([^:]+): (.*)$/;

/** The last line of metadata that runs to the end of the text, including the end of its comment. */
function lastDotted(lines: readonly string[]): number {
  const last = lines.findLastIndex((line) => dottedLine.test(line));
  return lines[last + 1]?.trim() === '-->' ? last + 1 : last;
}

/** Limits on how far metadata is searched. */
const [mostLines, mostCharacters] = [200, 2 ** 16];

function linesAtTop(text: string): string[] {
  return text.slice(0, mostCharacters).split('\n', mostLines);
}

function partsOf(text: string, top: readonly string[], data: ReadonlyMap<string, string>): FileParts {
  const raw = top.map((line) => `${line}\n`).join('');
  const said = Object.fromEntries(data);
  const frontMatter: FrontMatter = {
    delimiter: 'none',
    data: said,
    typed: said,
    keys: [...data.keys()],
    raw,
    before: '',
    after: '',
    lineEnd: '\n',
  };
  return { frontMatter, body: text.slice(raw.length) };
}
