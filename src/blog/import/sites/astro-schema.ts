import { objectLiteral } from './object-literal.ts';
import { plainPath, textsIn } from './site-paths.ts';

/** The type of a key's value in a schema. */
export type SchemaKind = 'text' | 'date' | 'boolean' | 'number' | 'list' | 'choice' | 'other';

/** A key that Astro needs to build a post. */
export interface RequiredKey {
  readonly key: string;
  readonly kind: SchemaKind;
  /** The values of a choice. */
  readonly choices: readonly string[];
}

/** Comments, and strings, which may contain what looks like a comment, such as a glob. */
const COMMENT_OR_STRING =
  /(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/.*$/gm;

/**
 * The keys that a content configuration (`src/content.config.ts`) requires of every post in `folder`, whose last part
 * is often the collection's name. The configuration is a program: only literal code is understood, such as `z.object({
 * … })` in the collection or assigned to a name. Null if no such schema is found.
 */
export function requiredKeys(configuration: string, folder: string): readonly RequiredKey[] | null {
  const program = configuration.replace(COMMENT_OR_STRING, '$<string>');
  const schema = schemaOf(program, collectionFor(program, folder));
  if (schema === null) return null;
  return partsOf(schema).flatMap((part) => {
    const [, key, value] = /^\s*["']?([\w-]+)["']?\s*:\s*([\s\S]*)$/.exec(part) ?? [];
    if (key === undefined || isOptional(value)) return [];
    return [{ key, kind: kindOf(value), choices: choicesIn(value) }];
  });
}

/** A collection defined in a content configuration. */
export interface Collection {
  /** Its name in the program. */
  readonly name: string;
  /** The argument of `defineCollection`. */
  readonly text: string;
  /** The folder and patterns of its glob loader; null without one. */
  readonly loader: { readonly base: string; readonly patterns: readonly string[] } | null;
}

/** At most this many are read. */
const maxCollections = 50;

/** The collections that a content configuration defines. */
export function collectionsIn(configuration: string): Collection[] {
  const program = configuration.replace(COMMENT_OR_STRING, '$<string>');
  const collections: Collection[] = [];
  for (const found of program.matchAll(/\bdefineCollection\s*\(/g)) {
    if (collections.length === maxCollections) break;
    const before = program.slice(Math.max(0, found.index - 200), found.index);
    const text = enclosed(program, found.index + found[0].length - 1);
    collections.push({ name: /([\w-]+)["']?\s*[:=]\s*$/.exec(before)?.[1] ?? '', text, loader: loaderIn(text) });
  }
  // In `collections = { 'short-notes': notes }`, the key is the name of the folder.
  const exported = /\bcollections\s*=\s*\{/.exec(program);
  const parts = exported === null ? [] : partsOf(enclosed(program, exported.index + exported[0].length - 1));
  const keys = new Map(
    parts.flatMap((part) => {
      const [, key, name] = /^\s*["']?([\w-]+)["']?\s*:\s*(\w+)\s*$/.exec(part) ?? [];
      return key === undefined ? [] : [[name, key] as const];
    }),
  );
  return collections.map((collection) => ({ ...collection, name: keys.get(collection.name) ?? collection.name }));
}

function loaderIn(text: string): Collection['loader'] {
  const found = /\bglob\s*\(\s*\{/.exec(text);
  if (found === null) return null;
  const options = objectLiteral(text, found.index + found[0].length - 1) ?? {};
  const base =
    typeof options.base === 'string' ? options.base : (/\bbase\s*:[^,]*?["'`]([^"'`\n]+)/.exec(text)?.[1] ?? '.');
  return { base: plainPath(base), patterns: textsIn(options.pattern) };
}

/** Whether a collection's schema has a date, required or not. */
export function hasDates(configuration: string, collection: Collection): boolean {
  const program = configuration.replace(COMMENT_OR_STRING, '$<string>');
  const schema = schemaOf(program, collection);
  if (schema === null) return false;
  return partsOf(schema).some((part) => {
    const [, key, value] = /^\s*["']?([\w-]+)["']?\s*:\s*([\s\S]*)$/.exec(part) ?? [];
    return key !== undefined && (kindOf(value) === 'date' || /date|publish|^created/i.test(key));
  });
}

/** The collection of a folder: by its loader's `base`, by its name, or the only one. */
function collectionFor(configuration: string, folder: string): Collection | null {
  const collections = collectionsIn(configuration);
  const bases = ({ text }: Collection): string[] =>
    Array.from(text.matchAll(/["'`](?:\.?\/)?(src\/[\w./-]+?)\/?["'`]/g), ([, base]) => base);
  const names = folder.split('/');
  return (
    collections.find((one) => bases(one).some((base) => `/${folder}/`.includes(`/${base}/`))) ??
    collections.find(({ name }) => names.includes(name)) ??
    (collections.length === 1 ? collections[0] : null)
  );
}

/** The text between the braces of a collection's schema. */
function schemaOf(program: string, collection: Collection | null): string | null {
  if (collection === null) return null;
  const inCollection = objectIn(collection.text.slice(Math.max(collection.text.search(/\bschema\b/), 0)));
  if (inCollection !== null) return inCollection;
  const name = /\bschema\s*(?::\s*(\w+))?/.exec(collection.text);
  if (name === null) return null;
  const at = program.search(new RegExp(`\\b(?:const|let|function)\\s+${name[1] ?? 'schema'}\\b`));
  return at === -1 ? null : objectIn(program.slice(at));
}

function objectIn(text: string): string | null {
  const found = /\bz\s*\.\s*(?:object|strictObject|looseObject)\s*\(\s*\{/.exec(text);
  return found === null ? null : enclosed(text, found.index + found[0].length - 1);
}

/** The text between the bracket at `start` and the one that closes it. */
function enclosed(text: string, start: number): string {
  let depth = 0;
  for (const { 0: mark, index } of text.slice(start).matchAll(TOKEN)) {
    if ('([{'.includes(mark)) depth++;
    else if (')]}'.includes(mark) && --depth === 0) return text.slice(start + 1, start + index);
  }
  return text.slice(start + 1);
}

/** Brackets and commas, and complete strings so that nothing inside them counts. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{},]/g;

/** The parts between commas outside brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: mark, index } of text.matchAll(TOKEN)) {
    if ('([{'.includes(mark)) depth++;
    else if (')]}'.includes(mark)) depth--;
    else if (mark === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** The chain of calls without their arguments, because modifiers of an inner part do not apply to the whole. */
function chainOf(value: string): string {
  let [depth, chain, end] = [0, '', 0];
  for (const { 0: mark, index } of value.matchAll(TOKEN)) {
    if (depth === 0) chain += value.slice(end, index);
    if ('([{'.includes(mark)) depth++;
    else if (')]}'.includes(mark)) depth--;
    end = index + mark.length;
  }
  return chain + value.slice(end);
}

function isOptional(value: string): boolean {
  return /\.\s*(?:optional|nullish|default|prefault|catch)\b/.test(chainOf(value));
}

function kindOf(value: string): SchemaKind {
  if (/\bdate(?:time)?\s*\(/.test(value)) return 'date';
  const [, first] = /\bz\s*\.\s*(?:coerce\s*\.\s*)?(\w+)/.exec(value) ?? [];
  const kinds: Readonly<Record<string, SchemaKind>> = {
    string: 'text',
    boolean: 'boolean',
    number: 'number',
    array: 'list',
    enum: 'choice',
    literal: 'choice',
  };
  return kinds[first] ?? 'other';
}

function choicesIn(value: string): string[] {
  if (kindOf(value) !== 'choice') return [];
  return Array.from(value.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g), ([, double, single]) => double ?? single);
}
