import type { Delimiter, FrontMatter, WrittenDelimiter } from './post.ts';

/** The quotes around a value. Where a value cannot go without them, or not in single ones, double ones are written. */
export type Quote = 'none' | 'single' | 'double';

/** How several names are written: `[a, b]`, one per line with a hyphen, or as one string, divided. */
export type ListShape = 'flow' | 'block' | 'commas' | 'spaces';

/** Text that every YAML reader, old or new, takes for this very text without quotes. */
const PLAIN_YAML = /^\p{L}(?:[\p{L}\p{N} ,.!?'’()/&+–—-]*[\p{L}\p{N}.!?)+])?$/u;

/** Words that YAML 1.1 or 1.2 reads as something else than text. */
const YAML_WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** One entry with a text. */
export function textEntry(delimiter: WrittenDelimiter, key: string, text: string, quote: Quote): string {
  return entry(delimiter, key, quoted(delimiter, text, quote));
}

/** One entry with a date in its own style. */
export function dateEntry(delimiter: WrittenDelimiter, key: string, date: string, quote: Quote): string {
  return entry(delimiter, key, quote === 'none' && delimiter !== 'json' ? date : quoted(delimiter, date, quote));
}

/** One entry with `true`. */
export function trueEntry(delimiter: WrittenDelimiter, key: string): string {
  return bareEntry(delimiter, key, 'true');
}

/** One entry with a value that all three delimiters write alike: a number, `false`, `[]`. */
export function bareEntry(delimiter: WrittenDelimiter, key: string, value: string): string {
  return entry(delimiter, key, value);
}

/** One entry with names, in the shape asked for, or as `[a, b]` where that shape would tear a name apart. */
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

/** How to mark off front matter that takes the place of some with this mark: as it is, and as YAML where there is none. */
export function yamlUnlessWritten(delimiter: Delimiter | undefined): WrittenDelimiter {
  return delimiter === undefined || delimiter === 'none' ? 'yaml' : delimiter;
}

/** The lines around front matter that are not those that its delimiter usually has: `---json`, `;;;`. */
export interface Marks {
  readonly open: string;
  readonly close: string;
  /** Of JSON: whether its entries stand between braces. Hexo's do not. */
  readonly hasBraces: boolean;
}

/** The marks of front matter, where its generator would not know the usual ones; null for those. */
export function unusualMarks({ delimiter, before, raw, after }: FrontMatter): Marks | null {
  const open = before.trimEnd().split('\n').at(-1)!.replace(/\s/g, '');
  const [close] = /^\S*/.exec(after)!;
  if (delimiter === 'none' || delimiter === 'yaml' || !/^(?:---|;;;)/.test(open)) return null;
  return { open, close, hasBraces: raw.trimStart()[0] !== '"' };
}

/** Front matter as a whole, with its delimiters and a last line break. */
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

/** A text as a value on one line: white space becomes single spaces; control characters and halves of characters go. */
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

/** `key` in the singular holds one name, spaces and all; in the plural, spaces divide names unless commas do. */
function canBeString(names: readonly string[], shape: ListShape, key: string): boolean {
  if (names.some((name) => name.includes(','))) return false;
  if (shape === 'commas') return names.length > 1 || !key.endsWith('s') || !/\s/.test(names[0]);
  return shape === 'spaces' && !names.some((name) => /\s/.test(name));
}

/** A text between quotes, or without them where that is asked for and safe. */
function quoted(delimiter: WrittenDelimiter, text: string, quote: Quote): string {
  if (delimiter === 'yaml' && quote === 'none' && PLAIN_YAML.test(text) && !YAML_WORDS.test(text)) return text;
  if (delimiter === 'yaml' && quote === 'single') return `'${text.replaceAll("'", "''")}'`;
  if (delimiter === 'toml' && quote === 'single' && !text.includes("'")) return `'${text}'`;
  // What JSON escapes, YAML and TOML read the same; they also want these written as escapes.
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
