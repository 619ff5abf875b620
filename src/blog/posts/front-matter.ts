import { parse as parseToml, TomlDate, TomlError } from 'smol-toml';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import type { Delimiter, FrontMatter } from './post.ts';
import { PostFault } from './post-fault.ts';

/** A file's two parts; lines of both end in "\n". */
export interface Parts {
  readonly frontMatter: FrontMatter;
  readonly body: string;
}

type Data = Readonly<Record<string, unknown>>;

const noFrontMatter: FrontMatter = { delimiter: 'none', data: {}, keys: [], raw: '' };

/**
 * Divides a file into front matter and body. Front matter is YAML between `---` lines (`...` may close it), TOML
 * between `+++` lines, or a JSON object, and begins on the very first line, after a byte order mark at most. Text
 * between two rules is no front matter, and neither is a `---` further down.
 * Throws PostFault with the line in the file when the front matter is not closed or does not parse.
 */
export function divideFrontMatter(source: string, text: string): Parts {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (/^---[ \t]*\n/.test(lines)) return betweenLines(source, lines, 'yaml');
  if (/^\+\+\+[ \t]*\n/.test(lines)) return betweenLines(source, lines, 'toml');
  // Not what JSX, Liquid and shortcodes begin with.
  if (/^\{\s*["}]/.test(lines)) return jsonObject(source, lines);
  return { frontMatter: noFrontMatter, body: lines };
}

const closing = { yaml: /^(?:---|\.\.\.)[ \t]*$/m, toml: /^\+\+\+[ \t]*$/m };

function betweenLines(source: string, text: string, delimiter: 'yaml' | 'toml'): Parts {
  const start = text.indexOf('\n') + 1;
  const end = closing[delimiter].exec(text.slice(start));
  if (end === null) {
    const secondLine = text.slice(start).split('\n', 1)[0];
    if (!/^\s*["']?[\w-]+["']?\s*[:=]/.test(secondLine)) return { frontMatter: noFrontMatter, body: text };
    const mark = text.slice(0, 3);
    throw new PostFault(source, 1, `front matter begins with ${mark} here and no other line ${mark} closes it.`);
  }
  const raw = text.slice(start, start + end.index);
  const data = delimiter === 'yaml' ? readYaml(source, raw) : readToml(source, raw);
  if (data === null) return { frontMatter: noFrontMatter, body: text };
  return parts(delimiter, data, raw, text.slice(start + end.index + end[0].length).replace(/^\n/, ''));
}

function parts(delimiter: Delimiter, data: Data, raw: string, body: string): Parts {
  return { frontMatter: { delimiter, data, keys: Object.keys(data), raw }, body };
}

/** Null when it is text, not data. */
function readYaml(source: string, raw: string): Data | null {
  // Of two equal keys the last one counts, as for the generators of blogs.
  const strict = parseDocument(raw, { uniqueKeys: false });
  const [error] = strict.errors;
  const document = error === undefined ? strict : parseDocument(withIndentedQuotes(raw), { uniqueKeys: false });
  if (error !== undefined && document.errors.length > 0) {
    const [reason] = error.message.split(/ at line \d+/, 1);
    throw new PostFault(source, 1 + (error.linePos?.[0].line ?? 1), `the YAML is broken: ${sentence(reason)}`, {
      cause: error,
    });
  }
  if (document.contents === null) return {};
  if (isScalar(document.contents) && document.contents.value === null) return {};
  if (!isMap(document.contents)) return null;
  // A title such as 1.10 or 007 stays as it was written.
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'number' && String(node.value) !== node.source) node.value = node.source;
    },
  });
  try {
    return document.toJS() as Data;
  } catch (cause) {
    throw new PostFault(source, 2, `the YAML is broken: ${sentence((cause as Error).message)}`, { cause });
  }
}

/**
 * The generators of blogs read quoted text that goes on at the very left of the next lines; YAML wants these
 * lines indented. White space at the beginning of a line is no part of the text.
 */
function withIndentedQuotes(raw: string): string {
  return raw.replace(/^([\w-]+:[ \t]*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/gms, (_, key: string, quoted: string) => {
    return key + quoted.replaceAll('\n', '\n ');
  });
}

function readToml(source: string, raw: string): Data {
  try {
    return withoutDates(parseToml(raw)) as Data;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason] = error.message.replace(/^Invalid TOML document: /, '').split('\n', 1);
    throw new PostFault(source, 1 + error.line, `the TOML is broken: ${sentence(reason)}`, { cause: error });
  }
}

function withoutDates(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString().replace('.000', '');
  if (Array.isArray(value)) return value.map(withoutDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutDates(inner)]));
}

function jsonObject(source: string, text: string): Parts {
  const end = endOfObject(text);
  if (end === null) throw new PostFault(source, 1, 'front matter begins with { here and no } closes it.');
  const raw = text.slice(0, end);
  try {
    return parts('json', JSON.parse(raw) as Data, raw, text.slice(end).replace(/^[ \t]*\n/, ''));
  } catch (cause) {
    // JSON.parse does not always tell the place; the YAML reader does, and JSON is all but a part of YAML.
    const line = parseDocument(raw).errors[0]?.linePos?.[0].line ?? 1;
    const [reason] = (cause as Error).message.split(/ (?:in JSON )?at position/, 1);
    throw new PostFault(source, line, `the JSON is broken: ${sentence(reason)}`, { cause });
  }
}

/** The place after the brace that closes the one at 0. */
function endOfObject(text: string): number | null {
  let depth = 0;
  for (const { 0: part, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (part === '{') depth++;
    else if (part === '}' && --depth === 0) return index + 1;
  }
  return null;
}

function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason.replace(/:$/, '')}.`;
}
