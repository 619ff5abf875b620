import type { LlamaConfiguration } from './configuration.ts';

const common = {
  rope_scaling: null,
  unrotated_layers: [],
  tie_word_embeddings: true,
  qkv_bias: false,
  output_bias: false,
  embedding_multiplier: 1,
  residual_multiplier: 1,
  logits_scaling: 1,
} as const;

const smollm2 = {
  ...common,
  vocab_size: 49152,
  max_position_embeddings: 8192,
  head_dim: 64,
  rms_norm_eps: 1e-5,
  rope_theta: 1e5,
  attention_multiplier: 1 / 8,
} as const;

/** Shapes with a name, by family, from the models' own files; the weights are not included. */
const sizes: Readonly<Record<string, Readonly<Record<string, LlamaConfiguration>>>> = {
  llama: {
    'smollm2-135m': {
      ...smollm2,
      hidden_size: 576,
      num_hidden_layers: 30,
      num_attention_heads: 9,
      num_key_value_heads: 3,
      intermediate_size: 1536,
    },
    'smollm2-360m': {
      ...smollm2,
      hidden_size: 960,
      num_hidden_layers: 32,
      num_attention_heads: 15,
      num_key_value_heads: 5,
      intermediate_size: 2560,
    },
  },
  qwen3: {
    'qwen3-0.6b': {
      ...common,
      vocab_size: 151936,
      max_position_embeddings: 32768,
      hidden_size: 1024,
      num_hidden_layers: 28,
      num_attention_heads: 16,
      num_key_value_heads: 8,
      head_dim: 128,
      intermediate_size: 3072,
      rms_norm_eps: 1e-6,
      rope_theta: 1e6,
      attention_multiplier: 1 / Math.sqrt(128),
    },
  },
};

/** The shapes of one family that have a name. */
export function sizesOf(family: string): Readonly<Record<string, LlamaConfiguration>> {
  return sizes[family] ?? {};
}
