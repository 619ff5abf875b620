import { shown } from '../../../fault.ts';
import type { ConfigFile, GgufDescription } from '../architecture.ts';
import { ConfigurationFault } from '../configuration-fault.ts';
import { configuration, type Gpt2Configuration, HPARAMS, type Hparams } from './configuration.ts';

/** Hugging Face's config.json, as GPT2LMHeadModel of transformers reads it; dropout 0, as in the scripts of 2019. */
export const config: ConfigFile<Gpt2Configuration> = {
  name: 'config.json',
  parse(content, source) {
    const { activation_function, n_inner, n_embd } = content;
    const known = ['gelu_new', 'gelu_pytorch_tanh', undefined];
    if (!known.includes(activation_function as string | undefined)) {
      throw new ConfigurationFault(
        `${source}: activation_function is ${shown(activation_function)}, expected gelu_new.`,
      );
    }
    if (n_inner != null && !(typeof n_embd === 'number' && n_inner === 4 * n_embd)) {
      throw new ConfigurationFault(`${source}: n_inner is ${shown(n_inner)}, expected four times n_embd.`);
    }
    for (const variant of ['scale_attn_by_inverse_layer_idx', 'add_cross_attention']) {
      if (content[variant] === true) throw new ConfigurationFault(`${source}: ${variant} is set and not supported.`);
    }
    const hparams = { ...content, n_vocab: content.vocab_size, n_ctx: content.n_positions ?? content.n_ctx };
    const epsilon = (content.layer_norm_epsilon as number | undefined) ?? 1e-5;
    return configuration(hparams as unknown as Hparams, source, epsilon);
  },
  format({ n_vocab, n_ctx, n_embd, n_head, n_layer, layer_norm_epsilon }, { beginMark, endMark }) {
    return {
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
      ...(beginMark === null ? {} : { bos_token_id: beginMark }),
      ...(endMark === null ? {} : { eos_token_id: endMark }),
      tie_word_embeddings: true,
    };
  },
};

/** OpenAI's hparams.json. */
export const hparams: ConfigFile<Gpt2Configuration> = {
  name: 'hparams.json',
  parse: (content, source) => configuration(content as unknown as Hparams, source),
  format: (values) => Object.fromEntries(HPARAMS.map((key) => [key, values[key]])),
};

/** llama.cpp's keys. */
export const gguf: GgufDescription<Gpt2Configuration> = {
  architecture: 'gpt2',
  parse(keys, rows, source) {
    const n_embd = keys.number('embedding_length');
    const feedForward = keys.get('feed_forward_length') ?? 4 * n_embd;
    if (feedForward !== 4 * n_embd) {
      throw new ConfigurationFault(
        `${source}: gpt2.feed_forward_length is ${shown(feedForward)}, expected four times gpt2.embedding_length.`,
      );
    }
    const hparams = {
      n_vocab: rows,
      n_ctx: keys.number('context_length'),
      n_embd,
      n_head: keys.number('attention.head_count'),
      n_layer: keys.number('block_count'),
    };
    // GGUF stores the epsilon as float32, in which 0.00001 is another number.
    const epsilon = Number(keys.number('attention.layer_norm_epsilon').toPrecision(7));
    return configuration(hparams, source, epsilon);
  },
  format: ({ n_ctx, n_embd, n_head, n_layer, layer_norm_epsilon }) => ({
    block_count: { u32: n_layer },
    context_length: { u32: n_ctx },
    embedding_length: { u32: n_embd },
    feed_forward_length: { u32: 4 * n_embd },
    'attention.head_count': { u32: n_head },
    'attention.layer_norm_epsilon': { f32: layer_norm_epsilon },
  }),
  rotaryDivisors: () => null,
};
