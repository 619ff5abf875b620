import type { Delimiter, FrontMatter, WrittenDelimiter } from './post.ts';

/** The quotes around a value. A value that cannot be written this way gets double quotes. */
export type Quote = 'none' | 'single' | 'double';

/** How several names are written: `[a, b]`, one a line with a hyphen, or one string with separators. */
export type ListShape = 'flow' | 'block' | 'commas' | 'spaces';

/** Text that every YAML parser, old or new, reads unchanged without quotes. */
const PLAIN_YAML = /^\p{L}(?:[\p{L}\p{N} ,.!?'’()/&+–—-]*[\p{L}\p{N}.!?)+])?$/u;

/** Words that YAML 1.1 or 1.2 does not read as text. */
const YAML_WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** An entry with a text. */
export function textEntry(delimiter: WrittenDelimiter, key: string, text: string, quote: Quote): string {
  return entry(delimiter, key, quoted(delimiter, text, quote));
}

/** An entry with a date, without quotes where the format allows and `quote` asks for none. */
export function dateEntry(delimiter: WrittenDelimiter, key: string, date: string, quote: Quote): string {
  return entry(delimiter, key, quote === 'none' && delimiter !== 'json' ? date : quoted(delimiter, date, quote));
}

/** An entry with `true`. */
export function trueEntry(delimiter: WrittenDelimiter, key: string): string {
  return bareEntry(delimiter, key, 'true');
}

/** An entry with a value that all three formats write alike: a number, `false`, `[]`. */
export function bareEntry(delimiter: WrittenDelimiter, key: string, value: string): string {
  return entry(delimiter, key, value);
}

/** An entry with names in the given shape, or as `[a, b]` if that shape would split a name. */
export function listEntry(
  delimiter: WrittenDelimiter,
  key: string,
  names: readonly string[],
  { shape, quote, indent }: { readonly shape: ListShape; readonly quote: Quote; readonly indent: string },
): string {
  if (names.length > 0 && canBeString(names, shape, key)) {
    return textEntry(delimiter, key, names.join(shape === 'commas' ? ', ' : ' '), quote);
  }
  const items = names.map((name) => quoted(delimiter, name, quote === 'none' && name.includes(',') ? 'double' : quote));
  if (delimiter === 'yaml' && shape === 'block' && items.length > 0) {
    return `${key}:\n${items.map((item) => `${indent}- ${item}`).join('\n')}`;
  }
  return entry(delimiter, key, `[${items.join(', ')}]`);
}

/** The delimiter for front matter that replaces some with this delimiter: the same one, or YAML if there was none. */
export function yamlUnlessWritten(delimiter: Delimiter | undefined): WrittenDelimiter {
  return delimiter === undefined || delimiter === 'none' ? 'yaml' : delimiter;
}

/** Unusual lines around front matter: `---json`, `;;;`. */
export interface Marks {
  readonly open: string;
  readonly close: string;
  /** Whether JSON entries are between braces. In Hexo they are not. */
  readonly hasBraces: boolean;
}

/** The marks of front matter if they are not the usual ones of its delimiter; otherwise null. */
export function unusualMarks({ delimiter, before, raw, after }: FrontMatter): Marks | null {
  const open = before.trimEnd().split('\n').at(-1)!.replace(/\s/g, '');
  const [close] = /^\S*/.exec(after)!;
  if (delimiter === 'none' || delimiter === 'yaml' || !/^(?:---|;;;)/.test(open)) return null;
  return { open, close, hasBraces: raw.trimStart()[0] !== '"' };
}

/** Complete front matter, with its delimiters and a final line break. */
export function frontMatter(
  delimiter: WrittenDelimiter,
  entries: readonly string[],
  marks: Marks | null = null,
): string {
  if (delimiter === 'json') {
    const object =
      marks?.hasBraces === false ? entries.join(',\n') : `{\n${entries.map((line) => `  ${line}`).join(',\n')}\n}`;
    return marks === null ? `${object}\n` : `${marks.open}\n${object}\n${marks.close}\n`;
  }
  const mark = delimiter === 'yaml' ? '---' : '+++';
  return [marks?.open ?? mark, ...entries, marks?.close ?? mark, ''].join('\n');
}

/** A text on one line: white space and control characters become single spaces; lone surrogates are dropped. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cs}/gu, '')
    .trim();
}

function entry(delimiter: WrittenDelimiter, key: string, value: string): string {
  if (delimiter === 'json') return `${JSON.stringify(key)}: ${value}`;
  return delimiter === 'toml' ? `${key} = ${value}` : `${key}: ${value}`;
}

/** Whether the names read back from one string: a singular `key` holds one name, spaces included; a plural is split. */
function canBeString(names: readonly string[], shape: ListShape, key: string): boolean {
  if (names.some((name) => name.includes(','))) return false;
  if (shape === 'commas') return names.length > 1 || !key.endsWith('s') || !/\s/.test(names[0]);
  return shape === 'spaces' && !names.some((name) => /\s/.test(name));
}

/** A text in quotes, or without if `quote` allows it and it is safe. */
export function quoted(delimiter: WrittenDelimiter, text: string, quote: Quote): string {
  if (delimiter === 'yaml' && quote === 'none' && PLAIN_YAML.test(text) && !YAML_WORDS.test(text)) return text;
  if (delimiter === 'yaml' && quote === 'single') return `'${text.replaceAll("'", "''")}'`;
  if (delimiter === 'toml' && quote === 'single' && !text.includes("'")) return `'${text}'`;
  // YAML and TOML read JSON's escapes, and need these characters escaped too.
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
