import { Fault, shown } from '../../../fault.ts';

/** The five numbers that make a GPT-2, under OpenAI's names (hparams.json). */
export interface Hparams {
  /** Tokens in the vocabulary (V). */
  readonly n_vocab: number;
  /** Longest window in tokens (T at most). */
  readonly n_ctx: number;
  /** Channels of the residual stream (C). */
  readonly n_embd: number;
  /** Attention heads (NH); divides n_embd. */
  readonly n_head: number;
  /** Blocks (L). */
  readonly n_layer: number;
}

export interface ModelConfiguration extends Hparams {
  /** Added to the variance in every layer norm. 1e-5 in all of OpenAI's models. */
  readonly layer_norm_epsilon: number;
}

/** A hparams.json or config.json that does not describe a GPT-2. */
export class ConfigurationFault extends Fault {}

const HPARAMS = ['n_vocab', 'n_ctx', 'n_embd', 'n_head', 'n_layer'] as const;

/** Sanity limits: beyond them a file is damaged or hostile, and allocating what it asks for would hurt. */
const LARGEST: Hparams = { n_vocab: 2 ** 20, n_ctx: 2 ** 16, n_embd: 2 ** 14, n_head: 2 ** 10, n_layer: 2 ** 9 };

const openai = (n_layer: number, n_embd: number, n_head: number): Hparams => ({
  n_vocab: 50257,
  n_ctx: 1024,
  n_embd,
  n_head,
  n_layer,
});

/** Shapes with a name: OpenAI's four (Radford et al., 2019), and `nano`, which trains from nothing on a laptop. */
export const modelSizes = {
  nano: { n_vocab: 50257, n_ctx: 512, n_embd: 256, n_head: 4, n_layer: 6 },
  '124M': openai(12, 768, 12),
  '355M': openai(24, 1024, 16),
  '774M': openai(36, 1280, 20),
  '1558M': openai(48, 1600, 25),
} as const satisfies Record<string, Hparams>;

export type ModelSize = keyof typeof modelSizes;

/** Checks the numbers and fills in the layer norm's epsilon. Throws ConfigurationFault naming `source`. */
export function configuration(hparams: Hparams, source: string, layer_norm_epsilon = 1e-5): ModelConfiguration {
  for (const key of HPARAMS) {
    const value = hparams[key];
    if (!Number.isInteger(value) || value < 1 || value > LARGEST[key]) {
      throw new ConfigurationFault(
        `${source}: ${key} is ${shown(value)}, expected a whole number from 1 to ${LARGEST[key]}.`,
      );
    }
  }
  if (hparams.n_embd % hparams.n_head !== 0) {
    throw new ConfigurationFault(`${source}: n_embd ${hparams.n_embd} is not divisible by n_head ${hparams.n_head}.`);
  }
  // Out of a file it may be anything: of a text, too, it could be said that it lies between 0 and 1.
  if (!(typeof layer_norm_epsilon === 'number' && layer_norm_epsilon > 0 && layer_norm_epsilon < 1)) {
    throw new ConfigurationFault(
      `${source}: layer_norm_epsilon is ${shown(layer_norm_epsilon)}, expected a number between 0 and 1.`,
    );
  }
  const { n_vocab, n_ctx, n_embd, n_head, n_layer } = hparams;
  return { n_vocab, n_ctx, n_embd, n_head, n_layer, layer_norm_epsilon };
}

/** Reads OpenAI's hparams.json. */
export function parseHparams(json: string, source: string): ModelConfiguration {
  return configuration(parseObject(json, source) as unknown as Hparams, source);
}

/** Reads Hugging Face's config.json; refuses by name what is not computed as GPT-2 is. */
export function parseConfig(json: string, source: string): ModelConfiguration {
  const config = parseObject(json, source);
  const { model_type, activation_function, n_inner, n_embd } = config;
  if (model_type !== 'gpt2') {
    throw new ConfigurationFault(`${source}: model_type is ${shown(model_type)}, expected "gpt2".`);
  }
  if (!['gelu_new', 'gelu_pytorch_tanh', undefined].includes(activation_function as string | undefined)) {
    throw new ConfigurationFault(`${source}: activation_function is ${shown(activation_function)}, expected gelu_new.`);
  }
  if (n_inner != null && !(typeof n_embd === 'number' && n_inner === 4 * n_embd)) {
    throw new ConfigurationFault(`${source}: n_inner is ${shown(n_inner)}, expected four times n_embd.`);
  }
  for (const variant of ['scale_attn_by_inverse_layer_idx', 'add_cross_attention']) {
    if (config[variant] === true) {
      throw new ConfigurationFault(`${source}: ${variant} is set; such a model is not computed as GPT-2 is.`);
    }
  }
  const hparams = { ...config, n_vocab: config.vocab_size, n_ctx: config.n_positions ?? config.n_ctx };
  return configuration(
    hparams as unknown as Hparams,
    source,
    (config.layer_norm_epsilon as number | undefined) ?? 1e-5,
  );
}

/** hparams.json as OpenAI writes it. */
export function formatHparams(configuration: Hparams): string {
  return `${JSON.stringify(Object.fromEntries(HPARAMS.map((key) => [key, configuration[key]])), null, 2)}\n`;
}

/**
 * config.json as transformers' GPT2LMHeadModel reads it; dropout 0, as in the 2019 scripts. `more` is what else it says,
 * such as torch_dtype, without which the weights beside it are taken for float32.
 */
export function formatConfig(configuration: ModelConfiguration, endOfText: number | null, more: object = {}): string {
  const { n_vocab, n_ctx, n_embd, n_head, n_layer, layer_norm_epsilon } = configuration;
  const config = {
    model_type: 'gpt2',
    architectures: ['GPT2LMHeadModel'],
    vocab_size: n_vocab,
    n_positions: n_ctx,
    n_ctx,
    n_embd,
    n_head,
    n_layer,
    layer_norm_epsilon,
    activation_function: 'gelu_new',
    resid_pdrop: 0,
    embd_pdrop: 0,
    attn_pdrop: 0,
    ...(endOfText === null ? {} : { bos_token_id: endOfText, eos_token_id: endOfText }),
    tie_word_embeddings: true,
    ...more,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function parseObject(json: string, source: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new ConfigurationFault(`${source} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ConfigurationFault(`${source} holds no JSON object.`);
  }
  return parsed as Record<string, unknown>;
}
