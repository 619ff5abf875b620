import { TomlError } from 'smol-toml';
import { type Fence, type FenceLanguage, findFence } from './fence.ts';
import { LiteralProblem, readLiteral } from './literal.ts';
import type { FrontMatter } from './post.ts';
import { PostFault } from './post-fault.ts';
import { readToml } from './read-toml.ts';
import { type ReadData, readYaml, YamlProblem } from './read-yaml.ts';

/** The two parts of a file; lines in both end in "\n". */
export interface FileParts {
  readonly frontMatter: FrontMatter;
  readonly body: string;
}

/**
 * In characters. Far more than people write, and little enough that the YAML and TOML parsers take at most about a
 * second, whatever it contains.
 */
const LONGEST_FRONT_MATTER = 131_072;

/**
 * Splits a file into front matter and body. Front matter is YAML, TOML, JSON or plain JavaScript data at the top of the
 * file, between marks that `findFence` knows, or a bare JSON object. Text between two rules is not front matter, nor is
 * a `---` further down. Throws PostFault with the line in the file if front matter is not closed, does not parse, is a
 * program, or is too long or too deeply nested.
 */
export function splitFrontMatter(source: string, text: string): FileParts {
  const lines = text.replace(/\r\n?/g, '\n');
  const lineEnd = /\r/.test(text) && !/\r(?!\n)|(?:^|[^\r])\n/.test(text) ? '\r\n' : '\n';
  const fence = findFence(lines);
  // JSX, Liquid and shortcodes begin with other characters after the brace.
  const object = /^[\s\uFEFF]*(?=\{\s*["}])/.exec(lines);
  if (fence === null && object === null)
    return { frontMatter: { ...noFrontMatter, lineEnd }, body: withoutMark(lines) };
  if (fence === null) return partsOf(source, objectFence(source, lines, object![0].length), lineEnd)!;
  if ('mark' in fence) {
    if (beginsLikeData(fence.raw)) {
      const { mark } = fence;
      throw new PostFault(source, 1, `front matter begins with ${mark}, but no closing ${mark} line was found.`);
    }
    return { frontMatter: { ...noFrontMatter, lineEnd }, body: withoutMark(lines) };
  }
  return partsOf(source, fence, lineEnd) ?? { frontMatter: { ...noFrontMatter, lineEnd }, body: withoutMark(lines) };
}

const noFrontMatter: FrontMatter = {
  delimiter: 'none',
  data: {},
  typed: {},
  keys: [],
  raw: '',
  before: '',
  after: '',
  lineEnd: '\n',
};

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** The JSON object at the top of a file. Throws PostFault if it is not closed. */
function objectFence(source: string, text: string, start: number): Fence {
  const end = endOfObject(text, start);
  if (end === null) {
    const place = lineOf(text, start);
    throw new PostFault(source, place, 'front matter begins with {, but no closing } was found.');
  }
  const [after] = /^[ \t]{0,1000}\n?/.exec(text.slice(end, end + 1001)) ?? [''];
  const at = end + (after.endsWith('\n') ? after.length : 0);
  return {
    language: 'json',
    before: text.slice(0, start),
    raw: text.slice(start, end),
    after: text.slice(end, at),
    body: text.slice(at),
    isDoubtful: false,
    isGuess: false,
  };
}

/** The offset after the brace that closes the one at `start`; null if none does. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return null;
}

/** Null if it is ordinary text between two rules. */
function partsOf(source: string, fence: Fence, lineEnd: FrontMatter['lineEnd']): FileParts | null {
  const { language, before, raw, after, body, isDoubtful, isGuess } = fence;
  const top = lineOf(before, before.length);
  if (isDoubtful && !beginsLikeData(raw)) return null;
  const isData = language !== 'yaml' || beginsLikeData(raw);
  if (typeof language !== 'string') {
    const reason = `its front matter is written in ${language.unknown}; only YAML, TOML, JSON and plain JavaScript data are supported.`;
    throw new PostFault(source, 1, reason);
  }
  if (raw.length > LONGEST_FRONT_MATTER) {
    if (!isData) return null;
    const reason = `its front matter has ${raw.length} characters, and at most ${LONGEST_FRONT_MATTER} are allowed; move long values into the text.`;
    throw new PostFault(source, top, reason);
  }
  const read = dataIn(source, language, raw, top, isGuess);
  if (read === null) return null;
  const { data, typed, isJson } = read;
  const delimiter = isJson || language === 'js' ? 'json' : language;
  return { frontMatter: { delimiter, data, typed, keys: Object.keys(data), raw, before, after, lineEnd }, body };
}

interface Read extends ReadData {
  /** Whether it is a JSON object, whatever language the marks name. */
  readonly isJson: boolean;
}

/** Parses front matter; null if it is ordinary text. `top` is the line in the file where `raw` begins. */
function dataIn(source: string, language: FenceLanguage, raw: string, top: number, isGuess: boolean): Read | null {
  try {
    if (language === 'json' || language === 'js') return { ...literalIn(raw, language === 'json'), isJson: true };
    if (language === 'toml') return { ...readToml(raw), isJson: false };
    const object = /^\s*\{/.test(raw) ? jsonOrNull(raw) : null;
    if (object !== null) return { ...object, isJson: true };
    const read = readYaml(raw);
    if (read === null && lacksSpaces(raw)) {
      const reason = 'the YAML is broken: each key needs a space after its colon, as in "title: A post".';
      throw new PostFault(source, top, reason);
    }
    return read === null ? null : { ...read, isJson: false };
  } catch (error) {
    // Ordinary text, such as dialogue in quotes.
    if (isGuess || (language === 'yaml' && !beginsLikeData(raw))) return null;
    throw faultOf(source, language, raw, top, error);
  }
}

function faultOf(source: string, language: FenceLanguage, raw: string, top: number, error: unknown): unknown {
  if (error instanceof YamlProblem) {
    return new PostFault(source, top - 1 + error.line, `the YAML is broken: ${sentence(error.message)}`, {
      cause: error,
    });
  }
  if (error instanceof TomlError) {
    const [reason] = error.message.replace(/^Invalid TOML document: /, '').split('\n', 1);
    return new PostFault(source, top - 1 + error.line, `the TOML is broken: ${sentence(reason)}`, { cause: error });
  }
  if (error instanceof LiteralProblem) {
    const line = top - 1 + lineOf(raw, error.offset);
    const reason =
      language === 'js'
        ? `its front matter is a program, which is not run; only plain JavaScript data is supported (${error.message}).`
        : `the JSON is broken: ${sentence(error.message)}`;
    return new PostFault(source, line, reason, { cause: error });
  }
  return error;
}

function literalIn(raw: string, isJson: boolean): ReadData {
  const [start] = isJson ? [''] : (/^\s*(?:(?:module\.exports\s*=|export\s+default|return)\s*)?\(?/.exec(raw) ?? ['']);
  const text = ' '.repeat(start.length) + raw.slice(start.length);
  const hasBraces = !isJson || !/^\s*"/.test(raw);
  const { value, end } = readLiteral(text, { isJson, hasBraces });
  const tail = isJson ? /^\s*$/ : /^(?:[\s);]|\/\/[^\n]*)*$/;
  if (!tail.test(raw.slice(end))) throw new LiteralProblem(end, 'something follows the closing brace');
  return { data: value, typed: value };
}

function jsonOrNull(raw: string): ReadData | null {
  try {
    return literalIn(raw, true);
  } catch (error) {
    if (error instanceof LiteralProblem) return null;
    throw error;
  }
}

const ENTRY = /^\s*["']?[\w-]+["']?\s{0,9}[:=]/;

/** Whether the first line that is not a comment is an entry. */
function beginsLikeData(raw: string): boolean {
  const [line] = /^(?:[ \t]*(?:#[^\n]*)?\n)*[^\n]{0,300}/.exec(raw.slice(0, 10_000)) ?? [''];
  const first = line.slice(line.lastIndexOf('\n') + 1);
  return ENTRY.test(first) || /^\s*[[{]/.test(first);
}

/** Whether every entry lacks the space after its colon: `title:A post` is a text in YAML. */
function lacksSpaces(raw: string): boolean {
  const lines = raw.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.length > 0 && lines.every((line) => /^[a-z][\w-]*:(?!\/\/)\S/i.test(line));
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason.replace(/:$/, '')}.`;
}
