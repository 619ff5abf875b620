import type { WrittenDelimiter } from '../posts/post.ts';
import { type Quote, quoted } from '../posts/write-front-matter.ts';
import type { PictureField, PictureValue } from './picture-form.ts';

/** What an entry says about a picture. */
export interface PictureFacts {
  readonly path: string;
  readonly alt: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** The entry of a picture, in the blog's shape: a path, a list, or keys below its own. */
export function pictureEntry(
  delimiter: WrittenDelimiter,
  { key, quote, isFlow, value }: Omit<PictureField, 'form'>,
  facts: PictureFacts,
): string {
  if (delimiter === 'json') return `${JSON.stringify(key)}: ${JSON.stringify(dataOf(value, facts))}`;
  const text = (scalar: unknown) => scalarOf(delimiter, scalar, quote);
  // TOML's maps are inline: a table of its own would swallow the entries that follow.
  if (delimiter === 'toml') return `${key} = ${inlineOf(value, facts, text, ' = ')}`;
  if (isFlow || (value.is !== 'list' && value.is !== 'map')) return `${key}: ${inlineOf(value, facts, text, ': ')}`;
  return [`${key}:`, ...linesOf(value, facts, text).map((line) => `  ${line}`)].join('\n');
}

function dataOf(value: PictureValue, facts: PictureFacts): unknown {
  if (value.is === 'list') return [dataOf(value.item, facts)];
  if (value.is === 'map') return Object.fromEntries(value.entries.map(([key, part]) => [key, dataOf(part, facts)]));
  return value.is === 'constant' ? value.value : facts[value.is];
}

type ScalarText = (scalar: unknown) => string;

function inlineOf(value: PictureValue, facts: PictureFacts, text: ScalarText, mark: string): string {
  if (value.is === 'list') return `[${inlineOf(value.item, facts, text, mark)}]`;
  if (value.is !== 'map') return text(dataOf(value, facts));
  return `{ ${value.entries.map(([key, part]) => `${key}${mark}${inlineOf(part, facts, text, mark)}`).join(', ')} }`;
}

/** The lines of a YAML list or map, without the indent of the whole. */
function linesOf(value: PictureValue, facts: PictureFacts, text: ScalarText): string[] {
  if (value.is === 'list') {
    const [first, ...rest] = linesOf(value.item, facts, text);
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  }
  if (value.is !== 'map') return [text(dataOf(value, facts))];
  return value.entries.flatMap(([key, part]) => {
    const lines = linesOf(part, facts, text);
    if (part.is !== 'list' && part.is !== 'map') return [`${key}: ${lines[0]}`];
    return [`${key}:`, ...lines.map((line) => `  ${line}`)];
  });
}

/** A path that every YAML parser reads as text without quotes. */
const PLAIN_PATH = /^(?:\/|(?:\.{1,2}\/)+)?\p{L}[\p{L}\p{M}\p{N}/_-]*\.[a-z]+$/u;

function scalarOf(delimiter: 'yaml' | 'toml', value: unknown, quote: Quote): string {
  if (typeof value !== 'string') return String(value);
  return delimiter === 'yaml' && quote === 'none' && PLAIN_PATH.test(value) ? value : quoted(delimiter, value, quote);
}
