import { elementsOf } from '../../../device/shape.ts';
import { configuration, type ModelConfiguration } from '../../../models/gpt2/configuration.ts';
import type { ParameterSet } from '../../../models/parameters.ts';
import type { ListedToken, Tokenizer, TokenLists } from '../../../tokens/tokenizer.ts';
import { tokenizerFromLists } from '../../../tokens/tokenizer-kinds.ts';
import { tensorsFor } from '../../parameters-file.ts';
import type { WritableTensor } from '../../tensor-file.ts';
import { conventions } from '../../tensor-names.ts';
import { type GgmlTypeName, type WritableGgmlType, writableTypes } from './ggml-types.ts';
import { type GgufFile, writeGguf } from './gguf.ts';
import { GgufFault, type GgufTyped, type GgufValue } from './gguf-values.ts';

/** The keys of a GGUF file of architecture gpt2, each written once. */
const KEYS = {
  architecture: 'general.architecture',
  name: 'general.name',
  fileType: 'general.file_type',
  quantisation: 'general.quantization_version',
  blocks: 'gpt2.block_count',
  context: 'gpt2.context_length',
  embedding: 'gpt2.embedding_length',
  feedForward: 'gpt2.feed_forward_length',
  heads: 'gpt2.attention.head_count',
  epsilon: 'gpt2.attention.layer_norm_epsilon',
  tokenizer: 'tokenizer.ggml.model',
  words: 'tokenizer.ggml.pre',
  tokens: 'tokenizer.ggml.tokens',
  tokenTypes: 'tokenizer.ggml.token_type',
  merges: 'tokenizer.ggml.merges',
  begin: 'tokenizer.ggml.bos_token_id',
  end: 'tokenizer.ggml.eos_token_id',
} as const;

/** llama.cpp's numbers for what most tensors of a file are stored as. */
const fileTypes: Readonly<Record<GgmlTypeName, number>> = { float32: 0, float16: 1, q4_0: 2, q8_0: 7, bfloat16: 32 };

const NORMAL_TOKEN = 1;
const CONTROL_TOKEN = 3;
const USER_TOKEN = 4;
const UNUSED_TOKEN = 5;
const kinds: ReadonlyMap<unknown, ListedToken['kind']> = new Map([
  [NORMAL_TOKEN, 'normal'],
  [CONTROL_TOKEN, 'control'],
  [USER_TOKEN, 'added'],
]);
const typesOfKinds = { normal: NORMAL_TOKEN, control: CONTROL_TOKEN, added: USER_TOKEN } as const;

/** The shape of the model in a file. Throws GgufFault where it is no GPT-2, and ConfigurationFault. */
export function ggufConfiguration({ name, metadata, tensors }: GgufFile): ModelConfiguration {
  const architecture = metadata.get(KEYS.architecture);
  if (architecture !== 'gpt2') {
    throw new GgufFault(`${name} holds a model of architecture ${JSON.stringify(architecture)}, expected "gpt2".`);
  }
  const numberOf = (key: string) => expectValue(name, metadata, key, 'a number', isNumber);
  const embedding = tensors.get('token_embd.weight');
  if (embedding === undefined) throw new GgufFault(`${name} has no token_embd.weight; it holds no whole model.`);
  const n_embd = numberOf(KEYS.embedding);
  const feedForward = metadata.get(KEYS.feedForward) ?? 4 * n_embd;
  if (feedForward !== 4 * n_embd) {
    throw new GgufFault(`${name}: ${KEYS.feedForward} is ${feedForward}, expected four times ${KEYS.embedding}.`);
  }
  const hparams = {
    n_vocab: embedding.shape[0],
    n_ctx: numberOf(KEYS.context),
    n_embd,
    n_head: numberOf(KEYS.heads),
    n_layer: numberOf(KEYS.blocks),
  };
  // The number is kept as float32, in which 0.00001 is another one.
  return configuration(hparams, name, Number(numberOf(KEYS.epsilon).toPrecision(7)));
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
    merges: expectValue(name, metadata, KEYS.merges, 'a list of texts', isTexts),
    beginMark: numberOrNull(metadata.get(KEYS.begin)),
    endMark: numberOrNull(metadata.get(KEYS.end)),
  };
}

/**
 * Writes a model with its vocabulary, as llama.cpp and Ollama load it. Vectors and positions stay float32; in a file of
 * Q4_0 the embedding, which is the output too, is Q8_0. Throws GgufFault where n_embd is no multiple of a block.
 */
export async function writeGgufModel(
  write: (bytes: Uint8Array) => Promise<void>,
  { parameters, configuration, tokenizer, name }: GgufModel,
  typeName: GgmlTypeName,
): Promise<void> {
  const type = writableTypes[typeName];
  if (configuration.n_embd % type.blockElements !== 0) {
    throw new GgufFault(
      `${type.name} has blocks of ${type.blockElements}, and n_embd ${configuration.n_embd} is no multiple of it; take float16.`,
    );
  }
  const tensors = typedTensors(parameters, typeName);
  await writeGguf(write, metadataOf({ configuration, tokenizer, name }, typeName), tensors);
}

/** Bytes of all tensors of such a file. */
export function ggufTensorBytes(parameters: ParameterSet, typeName: GgmlTypeName): number {
  return typedTensors(parameters, typeName).reduce(
    (sum, { shape, type }) => sum + (elementsOf(shape) / type.blockElements) * type.blockBytes,
    0,
  );
}

/** What each tensor is stored as. */
function typedTensors(
  parameters: ParameterSet,
  typeName: GgmlTypeName,
): (WritableTensor & { readonly type: WritableGgmlType })[] {
  return tensorsFor(conventions.gguf, parameters).map((tensor) => {
    if (tensor.shape.length === 1 || tensor.name === 'position_embd.weight') {
      return { ...tensor, type: writableTypes.float32 };
    }
    if (tensor.name === 'token_embd.weight' && typeName === 'q4_0') return { ...tensor, type: writableTypes.q8_0 };
    return { ...tensor, type: writableTypes[typeName] };
  });
}

export interface GgufModel {
  readonly parameters: ParameterSet;
  readonly configuration: ModelConfiguration;
  readonly tokenizer: Tokenizer;
  /** For people. */
  readonly name: string;
}

function metadataOf(
  { configuration, tokenizer, name }: Omit<GgufModel, 'parameters'>,
  typeName: GgmlTypeName,
): Record<string, GgufTyped> {
  const { n_ctx, n_embd, n_head, n_layer, layer_norm_epsilon } = configuration;
  const lists = tokenizer.lists();
  const { tokens, types } = typedTokens(configuration.n_vocab, lists);
  return {
    [KEYS.architecture]: { text: 'gpt2' },
    [KEYS.name]: { text: name },
    [KEYS.fileType]: { u32: fileTypes[typeName] },
    ...(writableTypes[typeName].blockElements > 1 ? { [KEYS.quantisation]: { u32: 2 } } : {}),
    [KEYS.blocks]: { u32: n_layer },
    [KEYS.context]: { u32: n_ctx },
    [KEYS.embedding]: { u32: n_embd },
    [KEYS.feedForward]: { u32: 4 * n_embd },
    [KEYS.heads]: { u32: n_head },
    [KEYS.epsilon]: { f32: layer_norm_epsilon },
    [KEYS.tokenizer]: { text: lists.model },
    ...(lists.words === null ? {} : { [KEYS.words]: { text: lists.words } }),
    [KEYS.tokens]: { texts: tokens },
    [KEYS.tokenTypes]: { i32s: types },
    [KEYS.merges]: { texts: lists.merges },
    ...(lists.beginMark === null ? {} : { [KEYS.begin]: { u32: lists.beginMark } }),
    ...(lists.endMark === null ? {} : { [KEYS.end]: { u32: lists.endMark } }),
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

function isText(value: GgufValue | undefined): value is string {
  return typeof value === 'string';
}

function isTexts(value: GgufValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
