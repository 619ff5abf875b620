/**
 * How each format names each tensor of GPT-2. Hugging Face's names are those of the parameter table; nanoGPT has the
 * same ones. llm.c has no names: its tensors come in the order of this table, each with all layers side by side.
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

/** What a format does differently from the parameter table. */
export interface Convention {
  /** Which column of the table has its names. */
  readonly column: 0 | 1 | 2;
  /** What may stand before every name, the outermost first. */
  readonly prefixes: readonly string[];
  /** Tensors of the file that are no parameters, by their names without prefix. */
  readonly ignored: RegExp | null;
  /** The output projection, which some files store though it equals the embedding; null where none does. */
  readonly tied: string | null;
  /** How the matrices of the blocks lie: (in, out) as here, (1, in, out), or (out, in). */
  readonly matrices: 'in-out' | 'one-in-out' | 'out-in';
  /** The embedding may have more rows than there are tokens, for speed alone. Default: no. */
  readonly mayPadVocabulary?: boolean;
}

/** The causal mask and the number that masked scores get: buffers, not weights. */
const MASKS = /^h\.\d+\.attn\.(masked_)?bias$/;

export const conventions: Readonly<Record<'huggingface' | 'nanogpt' | 'tensorflow' | 'gguf' | 'llmc', Convention>> = {
  /** transformers: GPT2LMHeadModel saves its names with the prefix, GPT2Model without. */
  huggingface: {
    column: 0,
    prefixes: ['transformer.'],
    ignored: MASKS,
    tied: 'lm_head.weight',
    matrices: 'in-out',
  },
  /** nanoGPT: a compiled model, or one in parallel, has its prefix in front. */
  nanogpt: {
    column: 0,
    prefixes: ['module.', '_orig_mod.', 'transformer.'],
    ignored: MASKS,
    tied: 'lm_head.weight',
    matrices: 'out-in',
    mayPadVocabulary: true,
  },
  /** OpenAI's scripts and what grew out of them. Slots of optimizers, counters and the like are no parameters. */
  tensorflow: {
    column: 1,
    prefixes: [],
    ignored: /^(?!model\/)|\/(Adam|Adam_1|Adagrad|Momentum|RMSProp|RMSProp_1|ExponentialMovingAverage)$/,
    tied: null,
    matrices: 'one-in-out',
  },
  /** llama.cpp: axes are listed fastest first, so that what it calls (in, out) lies as rows of `in`. */
  gguf: {
    column: 2,
    prefixes: [],
    ignored: null,
    tied: 'output.weight',
    matrices: 'out-in',
  },
  /** llm.c: matrices as nn.Linear has them, and no names of its own. */
  llmc: { column: 0, prefixes: [], ignored: null, tied: null, matrices: 'out-in' },
};

/** The format's name of a parameter. */
export function nameIn(convention: Convention, parameter: string): string {
  const [, layer = ''] = /^h\.(\d+)\./.exec(parameter) ?? [];
  const row = table.find(([name]) => name.replace('*', layer) === parameter);
  if (row === undefined) throw new RangeError(`The table of names lacks ${parameter}.`);
  return row[convention.column].replace('*', layer);
}
