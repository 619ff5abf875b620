import { type Convention, type Layout, wholeTensor } from '../convention.ts';

/**
 * What each layout calls each tensor of GPT-2. Hugging Face's names are those of the parameter table, and nanoGPT's are the
 * same. llm.c has no names: its tensors follow the order of this table, each with all layers side by side.
 */
const table = [
  // parameter table     TensorFlow           GGUF
  ['wte.weight', 'model/wte', 'token_embd.weight'],
  ['wpe.weight', 'model/wpe', 'position_embd.weight'],
  ['h.*.ln_1.weight', 'model/h*/ln_1/g', 'blk.*.attn_norm.weight'],
  ['h.*.ln_1.bias', 'model/h*/ln_1/b', 'blk.*.attn_norm.bias'],
  ['h.*.attn.c_attn.weight', 'model/h*/attn/c_attn/w', 'blk.*.attn_qkv.weight'],
  ['h.*.attn.c_attn.bias', 'model/h*/attn/c_attn/b', 'blk.*.attn_qkv.bias'],
  ['h.*.attn.c_proj.weight', 'model/h*/attn/c_proj/w', 'blk.*.attn_output.weight'],
  ['h.*.attn.c_proj.bias', 'model/h*/attn/c_proj/b', 'blk.*.attn_output.bias'],
  ['h.*.ln_2.weight', 'model/h*/ln_2/g', 'blk.*.ffn_norm.weight'],
  ['h.*.ln_2.bias', 'model/h*/ln_2/b', 'blk.*.ffn_norm.bias'],
  ['h.*.mlp.c_fc.weight', 'model/h*/mlp/c_fc/w', 'blk.*.ffn_up.weight'],
  ['h.*.mlp.c_fc.bias', 'model/h*/mlp/c_fc/b', 'blk.*.ffn_up.bias'],
  ['h.*.mlp.c_proj.weight', 'model/h*/mlp/c_proj/w', 'blk.*.ffn_down.weight'],
  ['h.*.mlp.c_proj.bias', 'model/h*/mlp/c_proj/b', 'blk.*.ffn_down.bias'],
  ['ln_f.weight', 'model/ln_f/g', 'output_norm.weight'],
  ['ln_f.bias', 'model/ln_f/b', 'output_norm.bias'],
] as const;

/** The causal mask and the number that masked scores get: buffers, not weights. */
const MASKS = /^h\.\d+\.attn\.(masked_)?bias$/;

/** Which column of the table a layout takes its names from. */
const named = (column: 0 | 1 | 2) => (parameter: string) => {
  const [, layer = ''] = /^h\.(\d+)\./.exec(parameter) ?? [];
  const row = table.find(([name]) => name.replace('*', layer) === parameter);
  if (row === undefined) throw new RangeError(`The table of names lacks ${parameter}.`);
  return wholeTensor(row[column].replace('*', layer));
};

export const conventions = {
  /** transformers: GPT2LMHeadModel saves its names with the prefix, GPT2Model without it. */
  huggingface: {
    partsOf: named(0),
    prefixes: ['transformer.'],
    ignored: MASKS,
    tied: 'lm_head.weight',
    matrices: 'in-out',
  },
  /** nanoGPT: a compiled or parallel model has a prefix in front. */
  nanogpt: {
    partsOf: named(0),
    prefixes: ['module.', '_orig_mod.', 'transformer.'],
    ignored: MASKS,
    tied: 'lm_head.weight',
    matrices: 'out-in',
    mayPadVocabulary: true,
  },
  /** OpenAI's scripts and those based on them. Optimizer slots and counters are not parameters. */
  tensorflow: {
    partsOf: named(1),
    prefixes: [],
    ignored: /^(?!model\/)|\/(Adam|Adam_1|Adagrad|Momentum|RMSProp|RMSProp_1|ExponentialMovingAverage)$/,
    tied: null,
    matrices: 'one-in-out',
  },
  /** llama.cpp lists the fastest axis first: what it calls (in, out) is stored as rows of `in`. */
  gguf: {
    partsOf: named(2),
    prefixes: [],
    ignored: null,
    tied: 'output.weight',
    matrices: 'out-in',
  },
  /** llm.c: matrices like those of nn.Linear, and no names of its own. */
  llmc: { partsOf: named(0), prefixes: [], ignored: null, tied: null, matrices: 'out-in' },
} as const satisfies Record<Layout, Convention>;
