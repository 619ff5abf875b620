/**
 * The two files of a byte-level vocabulary, such as GPT-2's.
 *
 * encoder.json (vocab.json at Hugging Face): one JSON object, token -> id, the ids from 0 on each once.
 * vocab.bpe (merges.txt): an optional first line `#version: …`, then a merge a line, `left right`, first ones first.
 * Both write the bytes of a token in the alphabet of byte-alphabet.ts.
 */

import { shown } from '../../../fault.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { byteOfCharacter, characterOfByte } from './byte-alphabet.ts';
import { END_OF_TEXT, type Marks, marksOf, type NamedMarks, NO_MARKS } from './marks.ts';
import { MergeTable } from './merge-table.ts';
import type { TextRules } from './text-rules.ts';

/** A token that merges do not make: it is cut out of a text before the rest is split into words. */
export interface AddedToken {
  readonly id: number;
  /** As plain text, not in the alphabet of bytes. */
  readonly content: string;
  /** A mark, such as for padding: text that looks like it stays text. */
  readonly special: boolean;
  /** White space before or after it is part of it. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  /** It is matched only where no letter, number or underscore touches it. */
  readonly single_word: boolean;
  /** It is matched after those that are not. */
  readonly normalized: boolean;
}

/** The contents of the two files, as text, with what other files say about them, and what to call them in an error. */
export interface VocabularyFiles {
  /** Contents of encoder.json or vocab.json. */
  readonly encoder: string;
  /** Contents of vocab.bpe or merges.txt. */
  readonly merges: string;
  /** Default 'encoder.json'. */
  readonly encoderName?: string;
  /** Default 'vocab.bpe'. */
  readonly mergesName?: string;
  /** Added tokens, in encoder.json or not, as plain text. Default: none. */
  readonly added?: readonly AddedToken[];
  /** Default: GPT-2's. */
  readonly rules?: TextRules;
  /** Default: none. */
  readonly marks?: NamedMarks;
  /** The tokenizer.json that all of this was read from. Default: none. */
  readonly tokenizerJson?: string | undefined;
}

/** The files without the added tokens that a model of `rows` rows has no row for. */
export function withinRows(files: VocabularyFiles, rows: number): VocabularyFiles {
  const { added = [] } = files;
  const kept = added.filter(({ id }) => id < rows);
  return kept.length === added.length ? files : { ...files, added: kept, tokenizerJson: undefined };
}

/** A parsed vocabulary: every token as bytes, and the merges that lead from single bytes to tokens. */
export interface Vocabulary {
  readonly marks: Marks;
  /** The ids of marks, which no text gives. Ascending. */
  readonly specialTokens: readonly number[];
  /** As in `TokenBytes`. */
  readonly tokenBytes: Uint8Array;
  readonly tokenEnds: Int32Array;
  /** (256): the token that is this one byte; NO_TOKEN if there is none. */
  readonly tokenOfByte: Int32Array;
  readonly merges: MergeTable;
  readonly added: readonly AddedToken[];
  /** Whether encoder.json has each token, which may be an added one too. */
  readonly isInEncoder: readonly boolean[];
}

/** Not a token. A byte that has none is left out of a text, as Hugging Face's tokenizers does. */
export const NO_TOKEN = -1;

/** Some vocabularies lack control characters and bytes that no common character has: SmolLM's lacks 21. */
function isNeeded(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === 0x0a;
}

/** Reads and checks both files. Throws VocabularyFault, naming the file and the token or line at fault. */
export function parseVocabulary(files: VocabularyFiles): Vocabulary {
  const encoderName = files.encoderName ?? 'encoder.json';
  const { added = [], marks = NO_MARKS } = files;
  const inEncoder = parseEncoder(files.encoder, encoderName, added);
  const idOfToken = new Map(inEncoder.flatMap((token, id) => (token === undefined ? [] : [[token, id] as const])));
  const tokens = withAdded(inEncoder, idOfToken, added, encoderName);
  const idOfAdded = new Map(added.map(({ content, id }) => [content, id]));
  const endOfText = idOfToken.get(END_OF_TEXT) ?? idOfAdded.get(END_OF_TEXT) ?? null;
  const special = added.filter((token) => token.special).map(({ id }) => id);
  return {
    marks: marksOf(marks, (token) => (token === END_OF_TEXT ? endOfText : (idOfAdded.get(token) ?? null))),
    specialTokens: [...new Set(endOfText === null ? special : [...special, endOfText])].sort((a, b) => a - b),
    isInEncoder: inEncoder.map((token) => token !== undefined),
    added,
    ...packBytes(tokens, added, encoderName),
    tokenOfByte: Int32Array.from(characterOfByte, (character, byte) => {
      const id = idOfToken.get(character);
      if (id !== undefined) return id;
      if (!isNeeded(byte)) return NO_TOKEN;
      throw new VocabularyFault(
        `${encoderName} has no token for byte ${byte}, which GPT-2's alphabet writes "${character}"; ` +
          'a byte-level vocabulary needs all of ASCII that can be printed, so this file is incomplete or of another kind ' +
          'of model.',
      );
    }),
    merges: parseMerges(files.merges, idOfToken, files.mergesName ?? 'vocab.bpe', encoderName),
  };
}

/** The tokens of encoder.json in the order of their ids; undefined where an added one has its place. */
function parseEncoder(text: string, name: string, added: readonly AddedToken[]): (string | undefined)[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new VocabularyFault(`${name} is not valid JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new VocabularyFault(`${name} must hold one JSON object, {"token": id, …}.`);
  }
  const entries = Object.entries(parsed);
  // Added tokens may be between those of the file, whose ids then continue after them.
  const others = new Set(added.filter(({ content }) => !Object.hasOwn(parsed, content)).map(({ id }) => id));
  const ids = entries.length + others.size;
  const tokens: (string | undefined)[] = new Array(entries.length).fill(undefined);
  for (const [token, id] of entries) {
    if (!Number.isInteger(id) || id < 0 || id >= ids) {
      throw new VocabularyFault(
        `${name} gives token "${token}" the id ${shown(id)}; ` +
          `the ids of its ${ids} tokens must be the whole numbers 0 to ${ids - 1}.`,
      );
    }
    if (tokens[id] !== undefined) {
      throw new VocabularyFault(`${name} gives the id ${id} twice, to "${tokens[id]}" and to "${token}".`);
    }
    tokens[id] = token;
  }
  return tokens;
}

/** An id far beyond the others would leave a gap that takes all memory. */
const LARGEST_HOLE = 2 ** 16;

/** All tokens in the order of their ids; undefined where an id has none. Throws VocabularyFault where two contradict each other. */
function withAdded(
  inEncoder: readonly (string | undefined)[],
  idOfToken: ReadonlyMap<string, number>,
  added: readonly AddedToken[],
  name: string,
): (string | undefined)[] {
  const tokens = [...inEncoder];
  for (const { content, id } of added) {
    const inFile = idOfToken.get(content);
    if (inFile !== undefined && inFile !== id) {
      throw new VocabularyFault(
        `"${content}" is an added token with the id ${id}, and has the id ${inFile} in ${name}.`,
      );
    }
    if (tokens[id] !== undefined && tokens[id] !== content) {
      throw new VocabularyFault(
        `The id ${id} is that of the added token "${content}", and of "${tokens[id]}" in ${name}.`,
      );
    }
    if (id > inEncoder.length + added.length + LARGEST_HOLE) {
      throw new VocabularyFault(
        `The added token "${content}" has the id ${id}, far beyond the ${inEncoder.length} of ${name}.`,
      );
    }
    tokens[id] = content;
  }
  return Array.from(tokens);
}

function packBytes(
  tokens: readonly (string | undefined)[],
  added: readonly AddedToken[],
  name: string,
): { tokenBytes: Uint8Array; tokenEnds: Int32Array } {
  const texts = new Map(added.map(({ id, content }) => [id, new TextEncoder().encode(content)]));
  // Every character of the alphabet is one UTF-16 unit and one byte.
  const tokenBytes = new Uint8Array(
    tokens.reduce((sum, token, id) => sum + (texts.get(id)?.length ?? token?.length ?? 0), 0),
  );
  let end = 0;
  const tokenEnds = Int32Array.from(tokens, (token = '', id) => {
    const text = texts.get(id);
    if (text !== undefined) {
      tokenBytes.set(text, end);
      end += text.length;
      return end;
    }
    for (const character of token) {
      const byte = byteOfCharacter.get(character);
      if (byte === undefined) {
        throw new VocabularyFault(
          `${name}: token "${token}" holds "${character}", which is not in GPT-2's byte alphabet; ` +
            'this file is of another kind of model.',
        );
      }
      tokenBytes[end++] = byte;
    }
    return end;
  });
  return { tokenBytes, tokenEnds };
}

function parseMerges(
  text: string,
  idOfToken: ReadonlyMap<string, number>,
  name: string,
  encoderName: string,
): MergeTable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  // A merge may itself begin with '#'; only the version line is not a merge.
  const firstMerge = lines[0]?.startsWith('#version') ? 1 : 0;
  const merges = new MergeTable(lines.length);
  for (let line = firstMerge; line < lines.length; line++) {
    const parts = lines[line].split(' ');
    const where = `${name} line ${line + 1}, "${lines[line]}",`;
    if (parts.length !== 2 || parts[0] === '' || parts[1] === '') {
      throw new VocabularyFault(`${where} is not two parts with one space between them.`);
    }
    const [left, right, joined] = [parts[0], parts[1], parts[0] + parts[1]].map((token) => {
      const id = idOfToken.get(token);
      if (id !== undefined) return id;
      throw new VocabularyFault(`${where} needs the token "${token}", which ${encoderName} does not have.`);
    });
    if (!merges.add(left, right, joined)) throw new VocabularyFault(`${where} repeats an earlier merge.`);
  }
  return merges;
}
