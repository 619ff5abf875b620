/** What front matter is written in. */
export type FenceLanguage = 'yaml' | 'toml' | 'json' | 'js';

/** Front matter between its marks, before anything of it is read. */
export interface Fence {
  /** The name behind the dashes where it is none that is known, such as `coffee`. */
  readonly language: FenceLanguage | { readonly unknown: string };
  /** The file up to what is between the marks, that, and the marks behind it. */
  readonly before: string;
  readonly raw: string;
  readonly after: string;
  readonly body: string;
  /** Text begins like this as well: it is front matter only where it can be read as such. */
  readonly isDoubtful: boolean;
  /** Nothing marks its beginning: where it cannot be read, it is text. */
  readonly isGuess: boolean;
}

/** No mark closes it. */
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
 * Front matter between lines of marks, as one generator or another takes it: `---` (more dashes too, and `...` to close
 * it), `+++`, Hexo's `;;;`, with the name of a language behind the first mark as gray-matter has it. Blank lines and an
 * opened HTML comment may come before (Hugo); any line that begins with the mark closes it (Hugo, gray-matter); and Hexo
 * needs no first mark. Null where a file begins otherwise. Lines of `text` end in "\n".
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

/** Hugo reads front matter that a comment hides from others. */
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

/** Hexo's may begin with its first entry: `title: A post`, further down `---`. */
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

/** Where the line begins that closes front matter. */
function closingLine(text: string, from: number, mark: string): number | null {
  const marks = mark.repeat(3);
  for (let at = from; at < text.length; ) {
    const end = text.indexOf('\n', at);
    // A row of a table may begin with dashes.
    if (text.startsWith(marks, at) && text[at + 3] !== '|') return at;
    if (mark === '-' && text.startsWith('...', at) && lineAt(text, at).slice(0, 1000).trim() === '...') return at;
    if (end === -1) return null;
    at = end + 1;
  }
  return null;
}

/** Text behind the closing mark is the beginning of the body. */
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
