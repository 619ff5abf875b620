import { elementsOf } from '../../../device/shape.ts';
import type { GgufKeys } from '../../../models/architecture.ts';
import { parseGgufConfiguration } from '../../../models/architectures.ts';
import type { ModelConfiguration } from '../../../models/model-configuration.ts';
import type { ParameterSet } from '../../../models/parameters.ts';
import type { ListedToken, Tokenizer, TokenLists } from '../../../tokens/tokenizer.ts';
import { tokenizerFromLists } from '../../../tokens/tokenizer-kinds.ts';
import { conventionOf, tensorsFor } from '../../parameters-file.ts';
import { readWhole, type WritableTensor } from '../../tensor-file.ts';
import { type GgmlTypeName, type WritableGgmlType, writableTypes } from './ggml-types.ts';
import { type GgufFile, writeGguf } from './gguf.ts';
import { GgufFault, type GgufTyped, type GgufValue } from './gguf-values.ts';

/** The keys of a GGUF file that do not depend on the architecture. */
const KEYS = {
  architecture: 'general.architecture',
  name: 'general.name',
  fileType: 'general.file_type',
  quantisation: 'general.quantization_version',
  tokenizer: 'tokenizer.ggml.model',
  words: 'tokenizer.ggml.pre',
  tokens: 'tokenizer.ggml.tokens',
  tokenTypes: 'tokenizer.ggml.token_type',
  merges: 'tokenizer.ggml.merges',
  begin: 'tokenizer.ggml.bos_token_id',
  end: 'tokenizer.ggml.eos_token_id',
  endOfTurn: 'tokenizer.ggml.eot_token_id',
  endOfMessage: 'tokenizer.ggml.eom_token_id',
  addsBegin: 'tokenizer.ggml.add_bos_token',
  scores: 'tokenizer.ggml.scores',
  addsSpace: 'tokenizer.ggml.add_space_prefix',
  unknown: 'tokenizer.ggml.unknown_token_id',
} as const;

/** The tensor of what divides the frequencies of rotations. */
const ROTARY_DIVISORS = 'rope_freqs.weight';

/** llama.cpp's numbers for what most tensors of a file are stored as. */
const fileTypes: Readonly<Record<GgmlTypeName, number>> = { float32: 0, float16: 1, q4_0: 2, q8_0: 7, bfloat16: 32 };

const NORMAL_TOKEN = 1;
const UNKNOWN_TOKEN = 2;
const CONTROL_TOKEN = 3;
const USER_TOKEN = 4;
const UNUSED_TOKEN = 5;
const BYTE_TOKEN = 6;
const typesOfKinds = {
  normal: NORMAL_TOKEN,
  unknown: UNKNOWN_TOKEN,
  control: CONTROL_TOKEN,
  added: USER_TOKEN,
  byte: BYTE_TOKEN,
} as const;
const kinds = new Map<unknown, ListedToken['kind']>(
  Object.entries(typesOfKinds).map(([kind, type]) => [type, kind as ListedToken['kind']]),
);

/** The configuration of the model in a file. Throws GgufFault, and ConfigurationFault if it is not supported. */
export async function ggufConfiguration({ name, metadata, tensors }: GgufFile): Promise<ModelConfiguration> {
  const divisors = tensors.get(ROTARY_DIVISORS);
  const rotaryDivisors = divisors === undefined ? null : [...(await readWhole(divisors))];
  const keysOf = (prefix: string): GgufKeys => ({
    hasTensor: (tensor) => tensors.has(tensor),
    rotaryDivisors,
    number: (key) => expectValue(name, metadata, prefix + key, 'a number', isNumber),
    get: (key) => metadata.get(prefix + key),
  });
  const rowsOfEmbedding = () => {
    const embedding = tensors.get('token_embd.weight');
    if (embedding === undefined) throw new GgufFault(`${name} has no token_embd.weight, so the model is incomplete.`);
    return embedding.shape[0];
  };
  return parseGgufConfiguration(metadata.get(KEYS.architecture), keysOf, rowsOfEmbedding, name);
}

/**
 * The tokenizer in a file, for a model of `rows` rows. Throws GgufFault if the file lacks one, TokenizerKindFault and
 * VocabularyFault.
 */
export function ggufTokenizer(file: GgufFile, rows: number): Tokenizer {
  const { name } = file;
  const names = { source: name, tokens: `${name}, ${KEYS.tokens},`, merges: `${name}, ${KEYS.merges},` };
  return tokenizerFromLists(ggufTokenLists(file), names, rows);
}

function ggufTokenLists({ name, metadata }: GgufFile): TokenLists {
  const texts = expectValue(name, metadata, KEYS.tokens, 'a list of texts', isTexts);
  const types = metadata.get(KEYS.tokenTypes);
  const typeOf = (id: number) => (Array.isArray(types) ? types[id] : NORMAL_TOKEN);
  // Rows that only pad the vocabulary come last.
  let used = texts.length;
  while (used > 0 && typeOf(used - 1) === UNUSED_TOKEN) used--;
  const words = metadata.get(KEYS.words);
  return {
    model: expectValue(name, metadata, KEYS.tokenizer, 'a text', isText),
    words: isText(words) ? words : null,
    tokens: texts.slice(0, used).map((text, id) => ({ text, kind: kinds.get(typeOf(id)) ?? 'normal' })),
    merges: listOrNull(name, metadata, KEYS.merges, 'a list of texts', isTexts),
    scores: listOrNull(name, metadata, KEYS.scores, 'a list of numbers', isNumbers),
    addsSpace: booleanOrNull(metadata.get(KEYS.addsSpace)),
    beginMark: numberOrNull(metadata.get(KEYS.begin)),
    addsBeginMark: booleanOrNull(metadata.get(KEYS.addsBegin)),
    endMark: numberOrNull(metadata.get(KEYS.end)),
    stopTokens: [KEYS.endOfTurn, KEYS.endOfMessage].map((key) => metadata.get(key)).filter(isNumber),
  };
}

/**
 * Writes a model with its vocabulary, as llama.cpp and Ollama load it. Vectors and positions stay float32; in a file of
 * Q4_0 the embedding, which is the output too, is Q8_0. Throws GgufFault if the width is
 * not a multiple of a block.
 */
export async function writeGgufModel(
  write: (bytes: Uint8Array) => Promise<void>,
  { parameters, configuration, tokenizer, name }: GgufModel,
  typeName: GgmlTypeName,
): Promise<void> {
  const type = writableTypes[typeName];
  const { width } = configuration.shape;
  if (width % type.blockElements !== 0) {
    throw new GgufFault(
      `${type.name} needs a width that is a multiple of ${type.blockElements}, and this model's is ${width}; use float16.`,
    );
  }
  const tensors = typedTensors({ parameters, configuration }, typeName);
  await writeGguf(write, metadataOf({ configuration, tokenizer, name }, typeName), tensors);
}

/** Bytes of all tensors of such a file. */
export function ggufTensorBytes(model: StoredModel, typeName: GgmlTypeName): number {
  return typedTensors(model, typeName).reduce(
    (sum, { shape, type }) => sum + (elementsOf(shape) / type.blockElements) * type.blockBytes,
    0,
  );
}

/** What each tensor is stored as. */
function typedTensors(
  { parameters, configuration }: StoredModel,
  typeName: GgmlTypeName,
): (WritableTensor & { readonly type: WritableGgmlType })[] {
  const tensors = tensorsFor(conventionOf(configuration, 'gguf', 'GGUF'), parameters);
  const divisors = configuration.architecture.gguf.rotaryDivisors(configuration.values);
  if (divisors !== null) tensors.push(vectorOf(ROTARY_DIVISORS, divisors));
  return tensors.map((tensor) => {
    if (tensor.shape.length === 1 || tensor.name === 'position_embd.weight') {
      return { ...tensor, type: writableTypes.float32 };
    }
    if (tensor.name === 'token_embd.weight' && typeName === 'q4_0') return { ...tensor, type: writableTypes.q8_0 };
    return { ...tensor, type: writableTypes[typeName] };
  });
}

function vectorOf(name: string, values: readonly number[]): WritableTensor {
  return {
    name,
    shape: [values.length],
    async *read() {
      yield Float32Array.from(values);
    },
  };
}

interface StoredModel {
  readonly parameters: ParameterSet;
  readonly configuration: ModelConfiguration;
}

export interface GgufModel extends StoredModel {
  readonly tokenizer: Tokenizer;
  /** For people. */
  readonly name: string;
}

function metadataOf(
  { configuration, tokenizer, name }: Omit<GgufModel, 'parameters'>,
  typeName: GgmlTypeName,
): Record<string, GgufTyped> {
  const { architecture, shape, values } = configuration;
  const lists = tokenizer.lists();
  const { tokens, types } = typedTokens(shape.vocabulary, lists);
  const unknown = lists.tokens.findIndex((token) => token?.kind === 'unknown');
  return {
    [KEYS.architecture]: { text: architecture.gguf.architecture },
    [KEYS.name]: { text: name },
    [KEYS.fileType]: { u32: fileTypes[typeName] },
    ...(writableTypes[typeName].blockElements > 1 ? { [KEYS.quantisation]: { u32: 2 } } : {}),
    ...Object.fromEntries(
      Object.entries(architecture.gguf.format(values)).map(([key, value]) => [
        `${architecture.gguf.architecture}.${key}`,
        value,
      ]),
    ),
    [KEYS.tokenizer]: { text: lists.model },
    ...(lists.words === null ? {} : { [KEYS.words]: { text: lists.words } }),
    [KEYS.tokens]: { texts: tokens },
    [KEYS.tokenTypes]: { i32s: types },
    ...(lists.merges === null ? {} : { [KEYS.merges]: { texts: lists.merges } }),
    ...(lists.scores === null ? {} : { [KEYS.scores]: { f32s: scoresOfRows(shape.vocabulary, lists.scores) } }),
    ...(lists.addsSpace === null ? {} : { [KEYS.addsSpace]: { bool: lists.addsSpace } }),
    ...(unknown === -1 ? {} : { [KEYS.unknown]: { u32: unknown } }),
    ...(lists.beginMark === null ? {} : { [KEYS.begin]: { u32: lists.beginMark } }),
    ...(lists.addsBeginMark === null ? {} : { [KEYS.addsBegin]: { bool: lists.addsBeginMark } }),
    ...(lists.endMark === null ? {} : { [KEYS.end]: { u32: lists.endMark } }),
    ...otherStops(lists),
  };
}

/** llama.cpp has two more keys for tokens that end a text. */
function otherStops({ endMark, stopTokens }: TokenLists): Record<string, GgufTyped> {
  const [turn, message] = stopTokens.filter((token) => token !== endMark);
  return {
    ...(turn === undefined ? {} : { [KEYS.endOfTurn]: { u32: turn } }),
    ...(message === undefined ? {} : { [KEYS.endOfMessage]: { u32: message } }),
  };
}

/** A token for every row of the model, and its type. Rows without a token get a name that no text has. */
function typedTokens(rows: number, { tokens }: TokenLists) {
  const texts = Array.from({ length: rows }, (_, id) => tokens[id]?.text ?? `[PAD${id}]`);
  const types = Array.from({ length: rows }, (_, id) => {
    const token = tokens[id] ?? null;
    return token === null ? UNUSED_TOKEN : typesOfKinds[token.kind];
  });
  return { tokens: texts, types };
}

/** Rows without a token are never made from others. */
function scoresOfRows(rows: number, scores: readonly number[]): number[] {
  return Array.from({ length: rows }, (_, id) => scores[id] ?? 0);
}

function listOrNull<T extends GgufValue>(
  name: string,
  metadata: ReadonlyMap<string, GgufValue>,
  key: string,
  what: string,
  is: (value: GgufValue | undefined) => value is T,
): T | null {
  return metadata.has(key) ? expectValue(name, metadata, key, what, is) : null;
}

function expectValue<T extends GgufValue>(
  name: string,
  metadata: ReadonlyMap<string, GgufValue>,
  key: string,
  what: string,
  is: (value: GgufValue | undefined) => value is T,
): T {
  const value = metadata.get(key);
  if (is(value)) return value;
  throw new GgufFault(`${name}: ${key} is ${value === undefined ? 'missing' : 'something else'}, expected ${what}.`);
}

function isNumber(value: GgufValue | undefined): value is number {
  return typeof value === 'number';
}

function numberOrNull(value: GgufValue | undefined): number | null {
  return isNumber(value) ? value : null;
}

function booleanOrNull(value: GgufValue | undefined): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function isText(value: GgufValue | undefined): value is string {
  return typeof value === 'string';
}

function isTexts(value: GgufValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isNumbers(value: GgufValue | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
