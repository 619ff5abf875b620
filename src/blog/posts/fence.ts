/** The language of front matter. */
export type FenceLanguage = 'yaml' | 'toml' | 'json' | 'js';

/** Front matter between its marks, not yet parsed. */
export interface Fence {
  /** `unknown`: a name after the dashes that is not supported, such as `coffee`. */
  readonly language: FenceLanguage | { readonly unknown: string };
  /** The file up to and including the opening mark, the text between the marks, and the closing mark. */
  readonly before: string;
  readonly raw: string;
  readonly after: string;
  readonly body: string;
  /** Ordinary text can begin like this too, so it is front matter only if its first line looks like data. */
  readonly isDoubtful: boolean;
  /** It has no opening mark; if it does not parse, it is ordinary text. */
  readonly isGuess: boolean;
}

/** Front matter without a closing mark. */
export interface OpenFence {
  readonly mark: string;
  readonly raw: string;
}

const languages: Readonly<Record<string, FenceLanguage>> = {
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  json: 'json',
  js: 'js',
  javascript: 'js',
};

/**
 * Finds front matter between lines of marks in any form that some generator accepts: `---` (or more dashes, closed by
 * `...` too), `+++`, Hexo's `;;;`, with a language name after the opening mark as in gray-matter. Blank lines or the
 * start of an HTML comment may precede it (Hugo), any line that begins with the mark closes it (Hugo, gray-matter), and
 * the opening mark may be missing (Hexo). Null if the file begins differently. Lines of `text` must end in "\n".
 */
export function findFence(text: string): Fence | OpenFence | null {
  const start = text.search(/[^\s\uFEFF]/);
  if (start === -1) return null;
  const line = lineAt(text, start);
  if (line.trim() === '<!--') return inComment(text, start + line.length + 1);
  const [, mark] = /^(-{3,}|\+{3,}|;{3,})/.exec(line) ?? [];
  if (mark === undefined) return withoutFirstMark(text, start);
  const name = line.slice(mark.length).trim();
  const isRemark = name.startsWith('#') && mark.startsWith('-');
  if (name !== '' && !isRemark && !(mark === '---' && /^[a-z]+$/i.test(name))) return null;
  const from = start + line.length + 1;
  const end = closingLine(text, from, mark[0]);
  if (end === null) return name === '' || isRemark ? { mark: mark.slice(0, 3), raw: text.slice(from) } : null;
  const language =
    isRemark || name === '' ? { '-': 'yaml', '+': 'toml', ';': 'json' }[mark[0]] : languages[name.toLowerCase()];
  const isDoubtful = /[^\uFEFF]/.test(text.slice(0, start)) || (mark !== '---' && mark !== '+++');
  return {
    language: (language as FenceLanguage | undefined) ?? { unknown: name },
    ...divided(text, from, end, mark[0]),
    isDoubtful,
    isGuess: false,
  };
}

/** Front matter inside an HTML comment, which Hugo reads. */
function inComment(text: string, start: number): Fence | null {
  const inner = text.slice(start);
  const fence = /^\s*<!--/.test(inner) ? null : findFence(inner);
  if (fence === null || 'mark' in fence) return null;
  const [end] = /^\s*-->[ \t]*(?:\n|$)/.exec(fence.body.slice(0, 1000)) ?? [];
  if (end === undefined) return null;
  const { before, after, body } = fence;
  return {
    ...fence,
    before: text.slice(0, start) + before,
    after: after + end,
    body: body.slice(end.length),
    isDoubtful: true,
  };
}

/** Hexo's front matter may start with its first entry, without an opening mark. */
function withoutFirstMark(text: string, start: number): Fence | null {
  const [, quote] =
    /^(["']?)(?:title|date|layout|tags|categories|permalink|updated)\1\s*:\s/.exec(lineAt(text, start)) ?? [];
  if (quote === undefined) return null;
  const mark = quote === '"' ? ';' : '-';
  const end = closingLine(text, start, mark);
  if (end === null) return null;
  return {
    language: mark === ';' ? 'json' : 'yaml',
    ...divided(text, start, end, mark),
    isDoubtful: true,
    isGuess: true,
  };
}

/** Start of the line that closes front matter; null if there is none. */
function closingLine(text: string, from: number, mark: string): number | null {
  const marks = mark.repeat(3);
  for (let at = from; at < text.length; ) {
    const end = text.indexOf('\n', at);
    // A table row may begin with dashes.
    if (text.startsWith(marks, at) && text[at + 3] !== '|') return at;
    if (mark === '-' && text.startsWith('...', at) && lineAt(text, at).slice(0, 1000).trim() === '...') return at;
    if (end === -1) return null;
    at = end + 1;
  }
  return null;
}

/** Text after the closing mark on its line belongs to the body. */
function divided(
  text: string,
  from: number,
  end: number,
  mark: string,
): Pick<Fence, 'before' | 'raw' | 'after' | 'body'> {
  let at = end;
  while (text[at] === mark || text[at] === '.') at++;
  while (text[at] === ' ' || text[at] === '\t') at++;
  if (text[at] === '\n') at++;
  return { before: text.slice(0, from), raw: text.slice(from, end), after: text.slice(end, at), body: text.slice(at) };
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end);
}
