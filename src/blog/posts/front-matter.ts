import { TomlError } from 'smol-toml';
import { type Fence, type FenceLanguage, findFence } from './fence.ts';
import { LiteralProblem, readLiteral } from './literal.ts';
import type { FrontMatter } from './post.ts';
import { PostFault } from './post-fault.ts';
import { readToml } from './read-toml.ts';
import { type ReadData, readYaml, YamlProblem } from './read-yaml.ts';

/** A file's two parts; lines of both end in "\n". */
export interface Parts {
  readonly frontMatter: FrontMatter;
  readonly body: string;
}

/**
 * The longest front matter that is read, in characters: far more than anybody writes about a post, and as much as the
 * readers of YAML and TOML take a second for, whatever it consists of.
 */
const LONGEST_FRONT_MATTER = 131_072;

/**
 * Divides a file into front matter and body. Front matter is YAML, TOML, JSON or plain data of JavaScript between marks
 * as `findFence` knows them, or a JSON object, at the top of the file. Text between two rules is no front matter, and
 * neither is a `---` further down. Throws PostFault with the line in the file when front matter is not closed, does not
 * parse, is a program, or is too long or too deep.
 */
export function divideFrontMatter(source: string, text: string): Parts {
  const lines = text.replace(/\r\n?/g, '\n');
  const lineEnd = /\r/.test(text) && !/\r(?!\n)|(?:^|[^\r])\n/.test(text) ? '\r\n' : '\n';
  const fence = findFence(lines);
  // Not what JSX, Liquid and shortcodes begin with.
  const object = /^[\s\uFEFF]*(?=\{\s*["}])/.exec(lines);
  if (fence === null && object === null)
    return { frontMatter: { ...noFrontMatter, lineEnd }, body: withoutMark(lines) };
  if (fence === null) return partsOf(source, objectFence(source, lines, object![0].length), lineEnd)!;
  if ('mark' in fence) {
    if (beginsLikeData(fence.raw)) {
      const { mark } = fence;
      throw new PostFault(source, 1, `front matter begins with ${mark} here and no other line ${mark} closes it.`);
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

/** A JSON object at the top. */
function objectFence(source: string, text: string, start: number): Fence {
  const end = endOfObject(text, start);
  if (end === null) {
    const place = lineOf(text, start);
    throw new PostFault(source, place, 'front matter begins with { here and no } closes it.');
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

/** The place after the brace that closes the one at `start`. */
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

/** Null where it is text between two rules. */
function partsOf(source: string, fence: Fence, lineEnd: FrontMatter['lineEnd']): Parts | null {
  const { language, before, raw, after, body, isDoubtful, isGuess } = fence;
  const top = lineOf(before, before.length);
  if (isDoubtful && !beginsLikeData(raw)) return null;
  const isData = language !== 'yaml' || beginsLikeData(raw);
  if (typeof language !== 'string') {
    const told = `its front matter is written in ${language.unknown}, and only YAML, TOML, JSON and data of JavaScript are read.`;
    throw new PostFault(source, 1, told);
  }
  if (raw.length > LONGEST_FRONT_MATTER) {
    if (!isData) return null;
    const told = `its front matter has ${raw.length} characters, and at most ${LONGEST_FRONT_MATTER} are read; move what is long into the text.`;
    throw new PostFault(source, top, told);
  }
  const read = dataIn(source, language, raw, top, isGuess);
  if (read === null) return null;
  const { data, typed, isJson } = read;
  const delimiter = isJson || language === 'js' ? 'json' : language;
  return { frontMatter: { delimiter, data, typed, keys: Object.keys(data), raw, before, after, lineEnd }, body };
}

interface Read extends ReadData {
  /** It is an object in JSON, whatever stands before it. */
  readonly isJson: boolean;
}

/** `top` is the line of the file on which `raw` begins. */
function dataIn(source: string, language: FenceLanguage, raw: string, top: number, isGuess: boolean): Read | null {
  try {
    if (language === 'json' || language === 'js') return { ...literalIn(raw, language === 'json'), isJson: true };
    if (language === 'toml') return { ...readToml(raw), isJson: false };
    const object = /^\s*\{/.test(raw) ? jsonOrNull(raw) : null;
    if (object !== null) return { ...object, isJson: true };
    const read = readYaml(raw);
    if (read === null && lacksSpaces(raw)) {
      const told = 'the YAML is broken: a space must stand behind the colon of each key, as in "title: A post".';
      throw new PostFault(source, top, told);
    }
    return read === null ? null : { ...read, isJson: false };
  } catch (error) {
    // Dialogue, say: quoted text that goes on.
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
    const told =
      language === 'js'
        ? `its front matter is a program, which is not run: only plain data of JavaScript are read (${error.message}).`
        : `the JSON is broken: ${sentence(error.message)}`;
    return new PostFault(source, line, told, { cause: error });
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

/** Whether the first line that is no remark is an entry, not text. */
function beginsLikeData(raw: string): boolean {
  const [line] = /^(?:[ \t]*(?:#[^\n]*)?\n)*[^\n]{0,300}/.exec(raw.slice(0, 10_000)) ?? [''];
  const first = line.slice(line.lastIndexOf('\n') + 1);
  return ENTRY.test(first) || /^\s*[[{]/.test(first);
}

/** `title:A post`: a text for YAML, though nobody means one. */
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
