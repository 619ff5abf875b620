import { shown } from '../../../fault.ts';
import type { GgufDescription, GgufKeys } from '../architecture.ts';
import { ConfigurationFault } from '../configuration-fault.ts';
import { checkedConfiguration, type LlamaConfiguration } from './configuration.ts';
import type { Family } from './families.ts';
import { rotaryDivisors, scalingOf } from './rotary-frequencies.ts';

/** In llama.cpp every fourth block of SmolLM3 rotates nothing, without a key that says so. */
const UNROTATED_INTERVAL = 4;

/** llama.cpp's keys. */
export function ggufDescription(family: Family): GgufDescription<LlamaConfiguration> {
  return {
    architecture: family.ggufArchitecture,
    parse: (keys, rows, source) => checkedConfiguration(parsed(family, keys, rows, source), source),
    format: (values) => ({
      block_count: { u32: values.num_hidden_layers },
      context_length: { u32: values.max_position_embeddings },
      embedding_length: { u32: values.hidden_size },
      feed_forward_length: { u32: values.intermediate_size },
      'attention.head_count': { u32: values.num_attention_heads },
      'attention.head_count_kv': { u32: values.num_key_value_heads },
      'attention.key_length': { u32: values.head_dim },
      'attention.value_length': { u32: values.head_dim },
      'attention.layer_norm_rms_epsilon': { f32: values.rms_norm_eps },
      'rope.freq_base': { f32: values.rope_theta },
      'rope.dimension_count': { u32: values.head_dim },
      vocab_size: { u32: values.vocab_size },
      ...(family.hasMultipliers
        ? {
            embedding_scale: { f32: values.embedding_multiplier },
            residual_scale: { f32: values.residual_multiplier },
            'attention.scale': { f32: values.attention_multiplier },
            logit_scale: { f32: values.logits_scaling },
          }
        : {}),
    }),
    rotaryDivisors: ({ rope_scaling, ...values }) =>
      rope_scaling === null ? null : rotaryDivisors({ ...values, rope_scaling }),
  };
}

function parsed(family: Family, keys: GgufKeys, rows: number, source: string): LlamaConfiguration {
  const hidden_size = keys.number('embedding_length');
  const num_hidden_layers = keys.number('block_count');
  const num_attention_heads = keys.number('attention.head_count');
  const head_dim = numberOr(keys, 'attention.key_length', hidden_size / num_attention_heads);
  const rope_theta = decimal(numberOr(keys, 'rope.freq_base', 1e4));
  for (const width of ['attention.value_length', 'rope.dimension_count']) {
    const found = numberOr(keys, width, head_dim);
    if (found !== head_dim) {
      throw new ConfigurationFault(
        `${source}: ${family.ggufArchitecture}.${width} is ${shown(found)}, expected ${head_dim}.`,
      );
    }
  }
  // llama.cpp's switch for a Granite that rotates nothing.
  if (family.hasMultipliers && keys.get('rope.scaling.finetuned') === false) {
    throw new ConfigurationFault(
      `${source}: ${family.ggufArchitecture}.rope.scaling.finetuned is false, so no block rotates, which is not supported.`,
    );
  }
  const multiplier = (key: string, otherwise: number) =>
    family.hasMultipliers ? decimal(numberOr(keys, key, otherwise)) : otherwise;
  return {
    vocab_size: rows,
    max_position_embeddings: keys.number('context_length'),
    hidden_size,
    num_hidden_layers,
    num_attention_heads,
    num_key_value_heads: numberOr(keys, 'attention.head_count_kv', num_attention_heads),
    head_dim,
    intermediate_size: keys.number('feed_forward_length'),
    rms_norm_eps: decimal(keys.number('attention.layer_norm_rms_epsilon')),
    rope_theta,
    rope_scaling: scaling(family, keys, rope_theta, source),
    unrotated_layers: family.skipsRotation
      ? Array.from({ length: Math.floor(num_hidden_layers / UNROTATED_INTERVAL) }, (_, i) => UNROTATED_INTERVAL * i + 3)
      : [],
    tie_word_embeddings: !keys.hasTensor('output.weight'),
    qkv_bias: keys.hasTensor('blk.0.attn_q.bias'),
    output_bias: keys.hasTensor('blk.0.attn_output.bias'),
    embedding_multiplier: multiplier('embedding_scale', 1),
    residual_multiplier: multiplier('residual_scale', 1),
    attention_multiplier: multiplier('attention.scale', 1 / Math.sqrt(head_dim)),
    logits_scaling: multiplier('logit_scale', 1),
  };
}

/** Throws ConfigurationFault for a way of scaling that is not supported. */
function scaling(family: Family, keys: GgufKeys, rope_theta: number, source: string) {
  const type = keys.get('rope.scaling.type') ?? 'none';
  if (type !== 'none') {
    throw new ConfigurationFault(
      `${source}: ${family.ggufArchitecture}.rope.scaling.type is ${shown(type)}, expected none.`,
    );
  }
  if (keys.rotaryDivisors === null) return null;
  const found = scalingOf(keys.rotaryDivisors, rope_theta);
  if (found !== null) return found;
  throw new ConfigurationFault(
    `${source}: rope_freqs.weight scales in an unknown way, expected that of Llama 3.1 or 3.2.`,
  );
}

function numberOr(keys: GgufKeys, key: string, otherwise: number): number {
  return keys.get(key) === undefined ? otherwise : keys.number(key);
}

/** GGUF stores float32, in which 0.00001 is another number. */
function decimal(value: number): number {
  return Number(value.toPrecision(7));
}
