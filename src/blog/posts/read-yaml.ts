import { type Document, isMap, isScalar, parseDocument, Scalar, visit } from 'yaml';
import { plainYaml } from './plain-yaml.ts';
import { scannedLines, withIndentedLines } from './yaml-lines.ts';

/** The values of the entries, and the same values as typed. */
export interface ReadData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly typed: Readonly<Record<string, unknown>>;
}

/** Text that is not valid YAML. `line` counts from 1 at the top of this text. */
export class YamlProblem extends Error {
  readonly line: number;

  constructor(line: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.line = line;
  }
}

const options = {
  // As for site generators, the last of equal keys counts and `<<` merges another map.
  uniqueKeys: false,
  merge: true,
  // Dates stay as typed, and no tag creates an object.
  resolveKnownTags: false,
  logLevel: 'silent',
  prettyErrors: false,
} as const;

/**
 * Parses YAML to a map; null if it is a text or a list. Quoted text and lists in brackets may continue at the left edge
 * of the next lines, or after tabs. Throws YamlProblem.
 */
export function readYaml(raw: string): ReadData | null {
  const plain = plainYaml(raw);
  if (plain !== null) return { data: plain, typed: plain };
  const scanned = scannedLines(raw);
  if (scanned === null) throw new YamlProblem(1, 'lists and maps are nested too deeply');
  const { lines, missingItem } = scanned;
  if (missingItem !== null)
    throw new YamlProblem(lineAt(raw, missingItem), 'a list has a comma with nothing before it');
  const strict = parseDocument(raw, options);
  const [error] = strict.errors;
  const document = error === undefined ? strict : parseDocument(withIndentedLines(raw, lines), options);
  if (error !== undefined && document.errors.length > 0) {
    throw new YamlProblem(lineAt(raw, error.pos[0]), error.message, { cause: error });
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { data: {}, typed: {} };
  return isMap(contents) ? dataOf(document) : null;
}

function dataOf(document: Document): ReadData {
  try {
    // A title such as 1.10 or 007 must stay as written.
    withTyped(document, ({ value, source }) => typeof value === 'number' && String(value) !== source);
    const data = document.toJS() as ReadData['data'];
    withTyped(document, ({ value, source }) => typeof value !== 'string' && source !== '' && source !== '~');
    return { data, typed: document.toJS() as ReadData['typed'] };
  } catch (cause) {
    // An alias without an anchor, or aliases that expand without bound.
    throw new YamlProblem(1, (cause as Error).message, { cause });
  }
}

function withTyped(document: Document, isTyped: (node: Scalar) => boolean): void {
  visit(document, {
    Scalar(_, node) {
      if (node.type === Scalar.PLAIN && node.source !== undefined && isTyped(node)) node.value = node.source;
    },
  });
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
