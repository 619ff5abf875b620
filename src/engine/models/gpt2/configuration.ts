import { shown } from '../../../fault.ts';
import { ConfigurationFault } from '../configuration-fault.ts';

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

export interface Gpt2Configuration extends Hparams {
  /** Added to the variance in every layer norm. 1e-5 in all of OpenAI's models. */
  readonly layer_norm_epsilon: number;
}

export const HPARAMS = ['n_vocab', 'n_ctx', 'n_embd', 'n_head', 'n_layer'] as const;

/** Sanity limits: beyond them a file is damaged or hostile, and allocating what it asks for would hurt. */
const LARGEST: Hparams = { n_vocab: 2 ** 20, n_ctx: 2 ** 16, n_embd: 2 ** 14, n_head: 2 ** 10, n_layer: 2 ** 9 };

const openai = (n_layer: number, n_embd: number, n_head: number): Hparams => ({
  n_vocab: 50257,
  n_ctx: 1024,
  n_embd,
  n_head,
  n_layer,
});

/** Shapes with a name: OpenAI's four (Radford et al., 2019), and `nano`, which trains from random weights on a laptop. */
export const gpt2Sizes = {
  nano: { n_vocab: 50257, n_ctx: 512, n_embd: 256, n_head: 4, n_layer: 6 },
  '124M': openai(12, 768, 12),
  '355M': openai(24, 1024, 16),
  '774M': openai(36, 1280, 20),
  '1558M': openai(48, 1600, 25),
} as const satisfies Record<string, Hparams>;

/** Checks the numbers and fills in the layer norm's epsilon. Throws ConfigurationFault naming `source`. */
export function configuration(hparams: Hparams, source: string, layer_norm_epsilon = 1e-5): Gpt2Configuration {
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
  // From a file it may be anything; a text, too, can compare as between 0 and 1.
  if (!(typeof layer_norm_epsilon === 'number' && layer_norm_epsilon > 0 && layer_norm_epsilon < 1)) {
    throw new ConfigurationFault(
      `${source}: layer_norm_epsilon is ${shown(layer_norm_epsilon)}, expected a number between 0 and 1.`,
    );
  }
  const { n_vocab, n_ctx, n_embd, n_head, n_layer } = hparams;
  return { n_vocab, n_ctx, n_embd, n_head, n_layer, layer_norm_epsilon };
}
