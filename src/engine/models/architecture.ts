import type { Convention, Layout } from './convention.ts';
import type { ParameterSpec } from './parameters.ts';
import type { Stack } from './stack.ts';
import type { Weights } from './weights.ts';

/** All that code outside this folder knows about a model, whatever its architecture. */
export interface Shape {
  /** Tokens in the vocabulary (V). */
  readonly vocabulary: number;
  /** Longest window in tokens (T at most). */
  readonly context: number;
  /** Channels of the residual stream (C). */
  readonly width: number;
  /** Transformer blocks (L). */
  readonly blocks: number;
  /** Attention heads of a block (NH). */
  readonly heads: number;
}

/**
 * A kind of model: its layers, and how files describe and store it. `Values` is its configuration, which only the
 * architecture itself looks into. To add one: a folder like `gpt2/` and a line in `architectures.ts`.
 */
export interface Architecture<Values = unknown> {
  /** `model_type` of config.json. */
  readonly name: string;
  /** For people: 'GPT-2'. */
  readonly title: string;
  shape(values: Values): Shape;
  /** The same with some of its shape changed. Throws ConfigurationFault naming `source`. */
  reshaped(values: Values, changes: Partial<Shape>, source: string): Values;
  /** The parameter table, in the order of a `ParameterSet`. */
  parameters(values: Values): readonly ParameterSpec[];
  /** Embedding, blocks, norm and head over these weights. */
  stack(values: Values, weights: Weights): Stack;
  /** Configurations with a name, such as '124M'. */
  readonly sizes: Readonly<Record<string, Values>>;
  /** The files that describe a model, the first choice first. */
  readonly configFiles: readonly ConfigFile<Values>[];
  readonly gguf: GgufDescription<Values>;
  /** How each layout stores it; a layout that is missing cannot. */
  conventions(values: Values): Readonly<Partial<Record<Layout, Convention>>>;
}

/** A JSON file that describes a model of one architecture. */
export interface ConfigFile<Values> {
  readonly name: string;
  /** Throws ConfigurationFault for a model that is not computed in the same way, naming what differs. */
  parse(content: JsonObject, source: string): Values;
  format(values: Values, marks: TextMarks): JsonObject;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The tokens that begin and end a text, as a tokenizer has them. */
export interface TextMarks {
  readonly beginMark: number | null;
  readonly endMark: number | null;
}

/** The keys of a GGUF file that describe a model; their names here lack the architecture in front. */
export interface GgufDescription<Values> {
  /** `general.architecture`, which also begins the keys. */
  readonly architecture: string;
  /** `rows`: tokens in the embedding. Throws ConfigurationFault. */
  parse(keys: GgufKeys, rows: number, source: string): Values;
  format(values: Values): Readonly<Record<string, GgufNumber>>;
  /** `rotaryDivisors` of a file; null where it has none. */
  rotaryDivisors(values: Values): readonly number[] | null;
}

export interface GgufKeys {
  /** Whether the file has a tensor of this name. */
  hasTensor(name: string): boolean;
  /** What divides the frequency of each rotated pair (`rope_freqs.weight`); null where nothing does. */
  readonly rotaryDivisors: readonly number[] | null;
  /** Throws a Fault if the key is missing or not a number. */
  number(key: string): number;
  /** Undefined if the key is missing. */
  get(key: string): unknown;
}

/** A whole number, or a float. */
export type GgufNumber = { readonly u32: number } | { readonly f32: number };
