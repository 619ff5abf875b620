import { shown } from '../../../fault.ts';
import type { ConfigFile, JsonObject } from '../architecture.ts';
import { ConfigurationFault } from '../configuration-fault.ts';
import { checkedConfiguration, type LlamaConfiguration } from './configuration.ts';
import type { Family } from './families.ts';
import type { Llama3Scaling } from './rotary-frequencies.ts';

/** Hugging Face's config.json, as the family's class in transformers reads it, in the spellings of versions 4 and 5. */
export function configFile(family: Family): ConfigFile<LlamaConfiguration> {
  return {
    name: 'config.json',
    parse: (content, source) => checkedConfiguration(parsed(family, content, source), source),
    format: (values, { beginMark, endMark }) => ({
      model_type: family.name,
      architectures: [family.modelClass],
      ...formatted(family, values),
      ...(beginMark === null ? {} : { bos_token_id: beginMark }),
      ...(endMark === null ? {} : { eos_token_id: endMark }),
    }),
  };
}

function parsed(family: Family, content: JsonObject, source: string): LlamaConfiguration {
  refuseVariants(family, content, source);
  const { defaults } = family;
  // What is no number is refused later, by its name.
  const number = (key: string, otherwise: unknown = undefined) => (content[key] ?? otherwise) as number;
  const hidden_size = number('hidden_size');
  const num_hidden_layers = number('num_hidden_layers');
  const num_attention_heads = number('num_attention_heads');
  const head_dim = number('head_dim', defaults.head_dim ?? hidden_size / num_attention_heads);
  const multiplier = (key: string, otherwise: number) => (family.hasMultipliers ? number(key, 1) : otherwise);
  const hasBias = content.attention_bias === true;
  return {
    vocab_size: number('vocab_size'),
    max_position_embeddings: number('max_position_embeddings', defaults.max_position_embeddings),
    hidden_size,
    num_hidden_layers,
    num_attention_heads,
    num_key_value_heads: number('num_key_value_heads', num_attention_heads),
    head_dim,
    intermediate_size: family.hasSharedMlp ? number('shared_intermediate_size', 1024) : number('intermediate_size'),
    rms_norm_eps: number('rms_norm_eps', 1e-6),
    ...rotation(family, content, source),
    unrotated_layers: family.skipsRotation ? unrotatedLayers(content, num_hidden_layers, source) : [],
    tie_word_embeddings: (content.tie_word_embeddings ?? defaults.tie_word_embeddings) === true,
    qkv_bias: family.biases === 'always' || hasBias,
    output_bias: family.biases === 'configured' && hasBias,
    embedding_multiplier: multiplier('embedding_multiplier', 1),
    residual_multiplier: multiplier('residual_multiplier', 1),
    attention_multiplier: multiplier('attention_multiplier', 1 / Math.sqrt(head_dim)),
    logits_scaling: multiplier('logits_scaling', 1),
  };
}

/** Throws ConfigurationFault for what is computed in another way. */
function refuseVariants({ hasSharedMlp }: Family, content: JsonObject, source: string): void {
  const { hidden_act = 'silu', layer_types } = content;
  const refuse = (problem: string): never => {
    throw new ConfigurationFault(`${source}: ${problem}.`);
  };
  if (hidden_act !== 'silu') refuse(`hidden_act is ${shown(hidden_act)}, expected silu`);
  for (const variant of ['mlp_bias', 'use_sliding_window']) {
    if (content[variant] === true) refuse(`${variant} is set and not supported`);
  }
  if (hasSharedMlp) {
    const { num_local_experts = 8, position_embedding_type } = content;
    if (num_local_experts !== 0) refuse(`num_local_experts is ${shown(num_local_experts)}, expected 0`);
    if (position_embedding_type !== 'rope') {
      refuse(`position_embedding_type is ${shown(position_embedding_type)}, expected rope`);
    }
    // Without a list, transformers makes state-space layers.
    if (!Array.isArray(layer_types)) refuse(`layer_types is ${shown(layer_types)}, expected a list of attention alone`);
  }
  const allowed = hasSharedMlp ? ['attention', 'full_attention'] : ['full_attention'];
  const others = Array.isArray(layer_types) ? layer_types.filter((type) => !allowed.includes(type)) : [];
  if (others.length > 0) refuse(`layer_types has ${shown(others[0])}, expected ${allowed[0]} alone`);
}

/** rope_theta and rope_scaling, or both in rope_parameters, as transformers 5 writes them. */
function rotation(family: Family, content: JsonObject, source: string) {
  const parameters = (content.rope_parameters ?? {}) as JsonObject;
  const scaling = (content.rope_scaling ?? parameters) as JsonObject;
  const rope_theta = (parameters.rope_theta ?? content.rope_theta ?? family.defaults.rope_theta) as number;
  const type = scaling.rope_type ?? scaling.type ?? 'default';
  if (type === 'default') return { rope_theta, rope_scaling: null };
  if (type !== 'llama3') {
    throw new ConfigurationFault(`${source}: rope_type is ${shown(type)}, expected default or llama3.`);
  }
  const value = (key: keyof Llama3Scaling) => {
    const found = scaling[key];
    if (typeof found === 'number' && found > 0) return found;
    throw new ConfigurationFault(`${source}: ${key} of rope_scaling is ${shown(found)}, expected a number above 0.`);
  };
  const rope_scaling: Llama3Scaling = {
    factor: value('factor'),
    low_freq_factor: value('low_freq_factor'),
    high_freq_factor: value('high_freq_factor'),
    original_max_position_embeddings: value('original_max_position_embeddings'),
  };
  return { rope_theta, rope_scaling };
}

/** Every fourth block, unless `no_rope_layers` says otherwise: despite its name, a 1 there is a block that rotates. */
function unrotatedLayers(
  { no_rope_layers, no_rope_layer_interval = 4 }: JsonObject,
  L: number,
  source: string,
): number[] {
  const layers = Array.from({ length: Number.isInteger(L) ? L : 0 }, (_, l) => l);
  if (no_rope_layers == null) return layers.filter((l) => (l + 1) % Number(no_rope_layer_interval) === 0);
  if (!Array.isArray(no_rope_layers) || no_rope_layers.length !== L) {
    throw new ConfigurationFault(
      `${source}: no_rope_layers is ${shown(no_rope_layers)}, expected a list of ${L} numbers.`,
    );
  }
  return layers.filter((l) => !no_rope_layers[l]);
}

/** Attention in all blocks, and no experts. */
function sharedMlpKeys({ intermediate_size, num_hidden_layers }: LlamaConfiguration): JsonObject {
  return {
    shared_intermediate_size: intermediate_size,
    num_local_experts: 0,
    num_experts_per_tok: 0,
    layer_types: Array.from({ length: num_hidden_layers }, () => 'attention'),
    position_embedding_type: 'rope',
    // transformers checks the sizes of state-space layers although there are none.
    mamba_n_heads: 1,
  };
}

function formatted(family: Family, values: LlamaConfiguration): JsonObject {
  const { rope_theta, rope_scaling } = values;
  const scaling = rope_scaling === null ? null : { rope_type: 'llama3', ...rope_scaling };
  return {
    vocab_size: values.vocab_size,
    max_position_embeddings: values.max_position_embeddings,
    hidden_size: values.hidden_size,
    num_hidden_layers: values.num_hidden_layers,
    num_attention_heads: values.num_attention_heads,
    num_key_value_heads: values.num_key_value_heads,
    head_dim: values.head_dim,
    intermediate_size: values.intermediate_size,
    hidden_act: 'silu',
    rms_norm_eps: values.rms_norm_eps,
    // Both spellings: transformers 4 reads the first two, version 5 the third.
    rope_theta,
    rope_scaling: scaling,
    rope_parameters: { rope_theta, rope_type: 'default', ...scaling },
    ...(family.hasSharedMlp ? sharedMlpKeys(values) : {}),
    ...(family.skipsRotation
      ? {
          no_rope_layers: Array.from({ length: values.num_hidden_layers }, (_, l) =>
            values.unrotated_layers.includes(l) ? 0 : 1,
          ),
        }
      : {}),
    ...(family.biases === 'configured' ? { attention_bias: values.output_bias } : {}),
    ...(family.hasMultipliers
      ? {
          embedding_multiplier: values.embedding_multiplier,
          residual_multiplier: values.residual_multiplier,
          attention_multiplier: values.attention_multiplier,
          logits_scaling: values.logits_scaling,
        }
      : {}),
    attention_dropout: 0,
    tie_word_embeddings: values.tie_word_embeddings,
  };
}
