/** A family of Llama-shaped models: what its files say differently, and which parts its blocks have. */
export interface Family {
  /** `model_type` of config.json, and `general.architecture` of GGUF. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The class in transformers. */
  readonly modelClass: string;
  /** Whether queries, keys and values have biases: always, never, or as `attention_bias` says, then the output too. */
  readonly biases: 'always' | 'configured';
  /** Whether queries and keys are normed, head by head. */
  readonly hasHeadNorm: boolean;
  /** Whether config.json and GGUF have Granite's four multipliers. */
  readonly hasMultipliers: boolean;
  /** Whether some blocks leave queries and keys as they are (`no_rope_layers`). */
  readonly skipsRotation: boolean;
  /** Whether GGUF has the two channels that are rotated together side by side. */
  readonly ggufPairs: boolean;
  /** What transformers takes for keys that a config.json lacks. */
  readonly defaults: {
    readonly rope_theta: number;
    readonly tie_word_embeddings: boolean;
    readonly max_position_embeddings: number;
    /** Null: hidden_size / num_attention_heads. */
    readonly head_dim: number | null;
  };
}

const plain = {
  biases: 'configured',
  hasHeadNorm: false,
  hasMultipliers: false,
  skipsRotation: false,
  ggufPairs: true,
  defaults: { rope_theta: 1e4, tie_word_embeddings: false, max_position_embeddings: 2048, head_dim: null },
} as const;

/** SmolLM, SmolLM2, TinyLlama and Llama 3 are all `llama`. */
export const families: readonly Family[] = [
  { ...plain, name: 'llama', title: 'Llama', modelClass: 'LlamaForCausalLM' },
  {
    ...plain,
    name: 'qwen2',
    title: 'Qwen2',
    modelClass: 'Qwen2ForCausalLM',
    biases: 'always',
    ggufPairs: false,
    defaults: { ...plain.defaults, max_position_embeddings: 32768 },
  },
  {
    ...plain,
    name: 'qwen3',
    title: 'Qwen3',
    modelClass: 'Qwen3ForCausalLM',
    hasHeadNorm: true,
    ggufPairs: false,
    defaults: { ...plain.defaults, max_position_embeddings: 32768, head_dim: 128 },
  },
  {
    ...plain,
    name: 'smollm3',
    title: 'SmolLM3',
    modelClass: 'SmolLM3ForCausalLM',
    skipsRotation: true,
    defaults: { rope_theta: 2e6, tie_word_embeddings: true, max_position_embeddings: 32768, head_dim: null },
  },
  { ...plain, name: 'granite', title: 'Granite', modelClass: 'GraniteForCausalLM', hasMultipliers: true },
];
