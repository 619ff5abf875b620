import { type Convention, type Layout, type TensorPart, wholeTensor } from '../convention.ts';
import type { LlamaConfiguration } from './configuration.ts';
import type { Family } from './families.ts';

/** What each layout calls each tensor. Those that are one parameter here and several in a file come apart below. */
const table = [
  // parameter table                               Hugging Face                             GGUF
  ['embed_tokens.weight', 'model.embed_tokens.weight', 'token_embd.weight'],
  ['layers.*.input_layernorm.weight', 'model.layers.*.input_layernorm.weight', 'blk.*.attn_norm.weight'],
  ['layers.*.self_attn.q_norm.weight', 'model.layers.*.self_attn.q_norm.weight', 'blk.*.attn_q_norm.weight'],
  ['layers.*.self_attn.k_norm.weight', 'model.layers.*.self_attn.k_norm.weight', 'blk.*.attn_k_norm.weight'],
  ['layers.*.self_attn.o_proj.weight', 'model.layers.*.self_attn.o_proj.weight', 'blk.*.attn_output.weight'],
  ['layers.*.self_attn.o_proj.bias', 'model.layers.*.self_attn.o_proj.bias', 'blk.*.attn_output.bias'],
  [
    'layers.*.post_attention_layernorm.weight',
    'model.layers.*.post_attention_layernorm.weight',
    'blk.*.ffn_norm.weight',
  ],
  ['layers.*.mlp.down_proj.weight', 'model.layers.*.mlp.down_proj.weight', 'blk.*.ffn_down.weight'],
  ['norm.weight', 'model.norm.weight', 'output_norm.weight'],
  ['lm_head.weight', 'lm_head.weight', 'output.weight'],
] as const;

/** The parameters whose outputs are side by side, and the names of what is. */
const fused = {
  'self_attn.qkv_proj': {
    huggingface: ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
    gguf: ['attn_q', 'attn_k', 'attn_v'],
  },
  'mlp.gate_up_proj': { huggingface: ['mlp.gate_proj', 'mlp.up_proj'], gguf: ['ffn_gate', 'ffn_up'] },
} as const;

/** Granite 4's names of the mlp in Hugging Face's files: gate and up are one tensor there, as here. */
const sharedMlp: Readonly<Record<string, string>> = {
  'mlp.gate_up_proj': 'shared_mlp.input_linear',
  'mlp.down_proj': 'shared_mlp.output_linear',
};

const blockPrefix = { huggingface: 'model.layers.', gguf: 'blk.' } as const;

/** How Hugging Face's files and GGUF store a model of this family. */
export function conventionsOf(family: Family, values: LlamaConfiguration): Partial<Record<Layout, Convention>> {
  const tied = values.tie_word_embeddings;
  return {
    /** transformers: LlamaForCausalLM saves its names with the prefix, LlamaModel without it. */
    huggingface: {
      partsOf: partsIn('huggingface', values, { hasPairs: false, hasSharedMlp: family.hasSharedMlp }),
      prefixes: ['model.'],
      ignored: /\.rotary_emb\.inv_freq$/,
      tied: tied ? 'lm_head.weight' : null,
      matrices: 'out-in',
    },
    gguf: {
      partsOf: partsIn('gguf', values, { hasPairs: family.ggufPairs, hasSharedMlp: false }),
      prefixes: [],
      // The frequencies' divisors are part of the configuration.
      ignored: /^rope_freqs\.weight$/,
      tied: tied ? 'output.weight' : null,
      matrices: 'out-in',
    },
  };
}

function partsIn(
  layout: 'huggingface' | 'gguf',
  values: LlamaConfiguration,
  { hasPairs, hasSharedMlp }: { readonly hasPairs: boolean; readonly hasSharedMlp: boolean },
) {
  return (parameter: string): readonly TensorPart[] => {
    const [, layer = '', place = '', end = ''] = /^layers\.(\d+)\.(.*)\.(weight|bias)$/.exec(parameter) ?? [];
    const shared = hasSharedMlp ? sharedMlp[place] : undefined;
    if (shared !== undefined) return wholeTensor(`${blockPrefix[layout]}${layer}.${shared}.${end}`);
    const side = fused[place as keyof typeof fused];
    if (side !== undefined) {
      const outputs = outputsOf(place as keyof typeof fused, values);
      return side[layout].map((name, i) => ({
        name: `${blockPrefix[layout]}${layer}.${name}.${end}`,
        outputs: outputs[i],
        // Values are not rotated.
        pairedHead: hasPairs && place === 'self_attn.qkv_proj' && i < 2 ? values.head_dim : null,
      }));
    }
    const row = table.find(([name]) => name.replace('*', layer) === parameter);
    if (row === undefined) throw new RangeError(`The table of names lacks ${parameter}.`);
    return wholeTensor(row[layout === 'huggingface' ? 1 : 2].replace('*', layer));
  };
}

function outputsOf(place: keyof typeof fused, values: LlamaConfiguration): readonly number[] {
  const { num_attention_heads, num_key_value_heads, head_dim, intermediate_size } = values;
  const keys = num_key_value_heads * head_dim;
  return place === 'self_attn.qkv_proj'
    ? [num_attention_heads * head_dim, keys, keys]
    : [intermediate_size, intermediate_size];
}
