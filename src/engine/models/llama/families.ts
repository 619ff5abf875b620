/** A family of Llama-shaped models: what its files say differently, and which parts its blocks have. */
export interface Family {
  /** `model_type` of config.json. */
  readonly name: string;
  /** `general.architecture` of GGUF; a file is read as the first family with this one. */
  readonly ggufArchitecture: string;
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
  /** Whether files have gate and up as one tensor of a `shared_mlp`, and may have experts or state-space layers beside it. */
  readonly hasSharedMlp: boolean;
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
  hasSharedMlp: false,
  skipsRotation: false,
  ggufPairs: true,
  defaults: { rope_theta: 1e4, tie_word_embeddings: false, max_position_embeddings: 2048, head_dim: null },
} as const;

/** SmolLM, SmolLM2, TinyLlama and Llama 3 are all `llama`. */
export const families: readonly Family[] = [
  { ...plain, name: 'llama', ggufArchitecture: 'llama', title: 'Llama', modelClass: 'LlamaForCausalLM' },
  {
    ...plain,
    name: 'qwen2',
    ggufArchitecture: 'qwen2',
    title: 'Qwen2',
    modelClass: 'Qwen2ForCausalLM',
    biases: 'always',
    ggufPairs: false,
    defaults: { ...plain.defaults, max_position_embeddings: 32768 },
  },
  {
    ...plain,
    name: 'qwen3',
    ggufArchitecture: 'qwen3',
    title: 'Qwen3',
    modelClass: 'Qwen3ForCausalLM',
    hasHeadNorm: true,
    ggufPairs: false,
    defaults: { ...plain.defaults, max_position_embeddings: 32768, head_dim: 128 },
  },
  {
    ...plain,
    name: 'smollm3',
    ggufArchitecture: 'smollm3',
    title: 'SmolLM3',
    modelClass: 'SmolLM3ForCausalLM',
    skipsRotation: true,
    defaults: { rope_theta: 2e6, tie_word_embeddings: true, max_position_embeddings: 32768, head_dim: null },
  },
  {
    ...plain,
    name: 'granite',
    ggufArchitecture: 'granite',
    title: 'Granite',
    modelClass: 'GraniteForCausalLM',
    hasMultipliers: true,
  },
  // Of Granite 4: the same model, in a class that can have more kinds of layers. llama.cpp converts it to granite.
  {
    ...plain,
    name: 'granitemoehybrid',
    ggufArchitecture: 'granite',
    title: 'Granite 4',
    modelClass: 'GraniteMoeHybridForCausalLM',
    hasMultipliers: true,
    hasSharedMlp: true,
  },
];
