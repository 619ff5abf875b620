import type { Architecture } from '../architecture.ts';
import { branchLayers } from '../dropout.ts';
import { Attention } from '../layers/attention.ts';
import { Block } from '../layers/block.ts';
import { BranchEnd } from '../layers/branch-end.ts';
import { Embedding } from '../layers/embedding.ts';
import { GatedMlp } from '../layers/gated-mlp.ts';
import { Head } from '../layers/head.ts';
import { HeadNorm } from '../layers/head-norm.ts';
import { Linear } from '../layers/linear.ts';
import { RmsNorm } from '../layers/rms-norm.ts';
import { Rotary } from '../layers/rotary.ts';
import type { ModelConfiguration } from '../model-configuration.ts';
import { Stack } from '../stack.ts';
import type { Weights } from '../weights.ts';
import { configFile } from './config-file.ts';
import { checkedConfiguration, type LlamaConfiguration } from './configuration.ts';
import { type Family, families } from './families.ts';
import { ggufDescription } from './gguf-keys.ts';
import { parameterTable } from './parameter-table.ts';
import { rotaryFrequencies } from './rotary-frequencies.ts';
import { sizesOf } from './sizes.ts';
import { conventionsOf } from './tensor-names.ts';

/**
 * Llama-shaped models (Touvron et al., 2023), an architecture for each family. Names are Hugging Face's; queries, keys and
 * values are one product here, and so are gate and up; linear weights are (in, out).
 */
export const llamaArchitectures: readonly Architecture<LlamaConfiguration>[] = families.map((family) => ({
  name: family.name,
  title: family.title,
  shape: (values) => ({
    vocabulary: values.vocab_size,
    context: values.max_position_embeddings,
    width: values.hidden_size,
    blocks: values.num_hidden_layers,
    heads: values.num_attention_heads,
  }),
  reshaped: (values, changes, source) =>
    checkedConfiguration(
      {
        ...values,
        vocab_size: changes.vocabulary ?? values.vocab_size,
        max_position_embeddings: changes.context ?? values.max_position_embeddings,
        hidden_size: changes.width ?? values.hidden_size,
        num_hidden_layers: changes.blocks ?? values.num_hidden_layers,
        num_attention_heads: changes.heads ?? values.num_attention_heads,
      },
      source,
    ),
  parameters: (values) => parameterTable(family, values),
  stack: (values, weights) => stackOf(family, values, weights),
  sizes: sizesOf(family.name),
  configFiles: [configFile(family)],
  gguf: ggufDescription(family),
  conventions: (values) => conventionsOf(family, values),
}));

function stackOf(family: Family, values: LlamaConfiguration, weights: Weights): Stack {
  const { num_hidden_layers: L, rms_norm_eps, tie_word_embeddings, embedding_multiplier, logits_scaling } = values;
  return new Stack(weights.device, {
    embedding: new Embedding(weights, 'embed_tokens.weight', null, embedding_multiplier),
    blocks: Array.from({ length: L }, (_, l) => blockOf(family, values, l, weights)),
    norm: new RmsNorm(weights, 'norm', rms_norm_eps),
    head: new Head(weights, tie_word_embeddings ? 'embed_tokens.weight' : 'lm_head.weight'),
    rotary: new Rotary(weights.device, rotaryFrequencies(values)),
    hiddenMultiplier: 1 / logits_scaling,
  });
}

function blockOf(family: Family, values: LlamaConfiguration, l: number, weights: Weights): Block {
  const { device } = weights;
  const name = (rest: string) => `layers.${l}.${rest}`;
  const norm = (rest: string) => new RmsNorm(weights, name(rest), values.rms_norm_eps);
  const linear = (rest: string, hasBias: boolean) => new Linear(weights, name(rest), hasBias);
  const layers = branchLayers(l);
  const end = (linear: Linear, layer: number) => new BranchEnd(weights, linear, values.residual_multiplier, layer);
  const heads = {
    heads: values.num_attention_heads,
    keyHeads: values.num_key_value_heads,
    headWidth: values.head_dim,
  };
  const names = { query: name('self_attn.q_norm'), key: name('self_attn.k_norm') };
  const rotates = !values.unrotated_layers.includes(l);
  return new Block({
    norm1: norm('input_layernorm'),
    attention: new Attention(
      device,
      { ...heads, scale: values.attention_multiplier, rotates },
      {
        input: linear('self_attn.qkv_proj', values.qkv_bias),
        headNorm: family.hasHeadNorm ? new HeadNorm(weights, names, heads, values.rms_norm_eps) : null,
        output: end(linear('self_attn.o_proj', values.output_bias), layers.attention),
      },
    ),
    norm2: norm('post_attention_layernorm'),
    mlp: new GatedMlp(device, values.intermediate_size, {
      gateUp: linear('mlp.gate_up_proj', false),
      down: end(linear('mlp.down_proj', false), layers.mlp),
    }),
  });
}

/** What a format that computes these models itself needs to know of one; null if it is another model. */
export function llamaValuesOf({
  architecture,
  values,
}: ModelConfiguration): { readonly family: Family; readonly values: LlamaConfiguration } | null {
  const family = families.find((_, i) => llamaArchitectures[i] === architecture);
  return family === undefined ? null : { family, values: values as LlamaConfiguration };
}
