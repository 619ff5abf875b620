import { Embedding } from '../layers/embedding.ts';
import { Head } from '../layers/head.ts';
import { HeadNorm } from '../layers/head-norm.ts';
import { Linear } from '../layers/linear.ts';
import { RmsNorm } from '../layers/rms-norm.ts';
import type { ParameterSpec } from '../parameters.ts';
import type { LlamaConfiguration } from './configuration.ts';
import type { Family } from './families.ts';

/** The parameters in the order of a `ParameterSet`. */
export function parameterTable(family: Family, values: LlamaConfiguration): readonly ParameterSpec[] {
  const { vocab_size: V, hidden_size: C, num_hidden_layers: L, head_dim: HS, intermediate_size: F } = values;
  const { num_attention_heads: NH, num_key_value_heads: NKV, tie_word_embeddings } = values;
  // transformers draws all matrices alike.
  const deviation = 0.02;
  const W = (NH + 2 * NKV) * HS;
  const ofBlock = (name: (rest: string) => string) => [
    ...RmsNorm.parameters(name('input_layernorm'), C, 'block'),
    // Queries, keys and values in matrices of one size: as wide as the keys.
    ...Linear.parameters(name('self_attn.qkv_proj'), C, W, {
      deviation,
      parts: NH / NKV + 2,
      hasBias: values.qkv_bias,
    }),
    ...(family.hasHeadNorm
      ? ['self_attn.q_norm', 'self_attn.k_norm'].flatMap((norm) => HeadNorm.parameters(name(norm), HS))
      : []),
    ...Linear.parameters(name('self_attn.o_proj'), NH * HS, C, { deviation, hasBias: values.output_bias }),
    ...RmsNorm.parameters(name('post_attention_layernorm'), C, 'block'),
    ...Linear.parameters(name('mlp.gate_up_proj'), C, 2 * F, { deviation, parts: 2, hasBias: false }),
    ...Linear.parameters(name('mlp.down_proj'), F, C, { deviation, hasBias: false }),
  ];
  return [
    ...(tie_word_embeddings
      ? Head.parameters('embed_tokens.weight', [V, C], deviation)
      : Embedding.parameters('embed_tokens.weight', { tokens: V }, C, deviation)),
    ...Array.from({ length: L }, (_, l) => ofBlock((rest) => `layers.${l}.${rest}`)).flat(),
    ...RmsNorm.parameters('norm', C, 'final'),
    ...(tie_word_embeddings ? [] : Head.parameters('lm_head.weight', [V, C], deviation, 'final')),
  ];
}
