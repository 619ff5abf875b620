import { shown } from '../../../fault.ts';
import { ConfigurationFault } from '../configuration-fault.ts';
import type { Llama3Scaling } from './rotary-frequencies.ts';

/** A Llama-shaped model, under the names of Hugging Face's config.json. */
export interface LlamaConfiguration {
  /** Rows of the embedding (V). */
  readonly vocab_size: number;
  /** Longest window in tokens (T at most). */
  readonly max_position_embeddings: number;
  /** Channels of the residual stream (C). */
  readonly hidden_size: number;
  /** Blocks (L). */
  readonly num_hidden_layers: number;
  /** Heads of the queries (NH). */
  readonly num_attention_heads: number;
  /** Heads of the keys and values (NKV); divides num_attention_heads. */
  readonly num_key_value_heads: number;
  /** Channels of a head (HS), even; NH · HS need not be C. */
  readonly head_dim: number;
  /** Channels within the mlp (F). */
  readonly intermediate_size: number;
  /** Added to the mean of squares in every norm. */
  readonly rms_norm_eps: number;
  /** The slowest pair of channels turns once in 2π · rope_theta positions. */
  readonly rope_theta: number;
  /** Null where the frequencies are as rope_theta gives them. */
  readonly rope_scaling: Llama3Scaling | null;
  /** Blocks that rotate nothing, ascending. */
  readonly unrotated_layers: readonly number[];
  /** Whether the head is the token embedding. */
  readonly tie_word_embeddings: boolean;
  /** Biases of queries, keys and values, and that of the attention's output. */
  readonly qkv_bias: boolean;
  readonly output_bias: boolean;
  /** Granite's four; in other models 1, 1, 1/√head_dim and 1. */
  readonly embedding_multiplier: number;
  readonly residual_multiplier: number;
  readonly attention_multiplier: number;
  /** What the logits are divided by. */
  readonly logits_scaling: number;
}

/** The whole numbers, with sanity limits: beyond them a file is damaged or hostile, and allocating what it asks for would hurt. */
const LARGEST = {
  vocab_size: 2 ** 20,
  max_position_embeddings: 2 ** 24,
  hidden_size: 2 ** 14,
  num_hidden_layers: 2 ** 9,
  num_attention_heads: 2 ** 10,
  num_key_value_heads: 2 ** 10,
  head_dim: 2 ** 10,
  intermediate_size: 2 ** 17,
} as const;

/** Numbers above 0. */
const POSITIVE = [
  'rms_norm_eps',
  'rope_theta',
  'embedding_multiplier',
  'residual_multiplier',
  'attention_multiplier',
  'logits_scaling',
] as const;

/** Checks the numbers, whatever they are in the file. Throws ConfigurationFault naming `source`. */
export function checkedConfiguration(values: LlamaConfiguration, source: string): LlamaConfiguration {
  const refuse = (problem: string): never => {
    throw new ConfigurationFault(`${source}: ${problem}.`);
  };
  for (const [key, largest] of Object.entries(LARGEST) as [keyof typeof LARGEST, number][]) {
    const value = values[key];
    if (!Number.isInteger(value) || value < 1 || value > largest) {
      refuse(`${key} is ${shown(value)}, expected a whole number from 1 to ${largest}`);
    }
  }
  for (const key of POSITIVE) {
    const value = values[key];
    // From a file it may be anything; a text, too, can compare as above 0.
    if (!(typeof value === 'number' && value > 0 && Number.isFinite(value))) {
      refuse(`${key} is ${shown(value)}, expected a number above 0`);
    }
  }
  const { num_attention_heads: NH, num_key_value_heads: NKV, head_dim } = values;
  if (NH % NKV !== 0) refuse(`num_attention_heads ${NH} is not divisible by num_key_value_heads ${NKV}`);
  if (head_dim % 2 !== 0) refuse(`head_dim is ${head_dim}, expected an even number`);
  return values;
}
