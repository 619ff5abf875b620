import type { Architecture } from '../architecture.ts';
import { branchLayers } from '../dropout.ts';
import { Attention } from '../layers/attention.ts';
import { Block } from '../layers/block.ts';
import { BranchEnd } from '../layers/branch-end.ts';
import { Embedding } from '../layers/embedding.ts';
import { GeluMlp } from '../layers/gelu-mlp.ts';
import { Head } from '../layers/head.ts';
import { LayerNorm } from '../layers/layer-norm.ts';
import { Linear } from '../layers/linear.ts';
import { ModelConfiguration } from '../model-configuration.ts';
import type { ParameterSpec } from '../parameters.ts';
import { Stack } from '../stack.ts';
import type { Weights } from '../weights.ts';
import { config, gguf, hparams } from './config-files.ts';
import { configuration, type Gpt2Configuration, gpt2Sizes, type Hparams } from './configuration.ts';
import { conventions } from './tensor-names.ts';

/** GPT-2 (Radford et al., 2019). Names and shapes are Hugging Face's; linear weights are (in, out), as in OpenAI's files. */
export const gpt2: Architecture<Gpt2Configuration> = {
  name: 'gpt2',
  title: 'GPT-2',
  shape: ({ n_vocab, n_ctx, n_embd, n_head, n_layer }) => ({
    vocabulary: n_vocab,
    context: n_ctx,
    width: n_embd,
    blocks: n_layer,
    heads: n_head,
  }),
  reshaped: (values, { vocabulary, context, width, blocks, heads }, source) => {
    const n_vocab = vocabulary ?? values.n_vocab;
    const n_ctx = context ?? values.n_ctx;
    const n_embd = width ?? values.n_embd;
    const n_head = heads ?? values.n_head;
    const n_layer = blocks ?? values.n_layer;
    return configuration({ n_vocab, n_ctx, n_embd, n_head, n_layer }, source, values.layer_norm_epsilon);
  },
  parameters: parameterTable,
  stack(values, weights) {
    const { n_layer, layer_norm_epsilon } = values;
    return new Stack(weights.device, {
      embedding: new Embedding(weights, 'wte.weight', 'wpe.weight'),
      blocks: Array.from({ length: n_layer }, (_, l) => block(l, values, weights)),
      norm: new LayerNorm(weights, 'ln_f', layer_norm_epsilon),
      head: new Head(weights, 'wte.weight'),
    });
  },
  sizes: Object.fromEntries(Object.entries(gpt2Sizes).map(([name, size]) => [name, configuration(size, name)])),
  configFiles: [config, hparams],
  gguf,
  conventions: () => conventions,
};

function block(l: number, { n_embd: C, n_head, layer_norm_epsilon }: Gpt2Configuration, weights: Weights): Block {
  const h = `h.${l}`;
  const linear = (name: string) => new Linear(weights, `${h}.${name}`);
  const norm = (name: string) => new LayerNorm(weights, `${h}.${name}`, layer_norm_epsilon);
  const { device } = weights;
  const headWidth = C / n_head;
  const layers = branchLayers(l);
  const end = (name: string, layer: number) => new BranchEnd(weights, linear(name), 1, layer);
  return new Block({
    norm1: norm('ln_1'),
    attention: new Attention(
      device,
      { heads: n_head, keyHeads: n_head, headWidth, scale: 1 / Math.sqrt(headWidth), rotates: false },
      { input: linear('attn.c_attn'), headNorm: null, output: end('attn.c_proj', layers.attention) },
    ),
    norm2: norm('ln_2'),
    mlp: new GeluMlp(device, 4 * C, { up: linear('mlp.c_fc'), down: end('mlp.c_proj', layers.mlp) }),
  });
}

/** The parameters of a model of this shape, in the order of a `ParameterSet`. */
export function parameterTable({ n_vocab: V, n_ctx, n_embd: C, n_layer: L }: Hparams): readonly ParameterSpec[] {
  // Radford et al., 2019: projections into the residual stream start smaller, by the root of their number.
  const intoStream = { deviation: 0.02 / Math.sqrt(2 * L) };
  const inner = { deviation: 0.02 };
  const ofBlock = (h: string) => [
    ...LayerNorm.parameters(`${h}.ln_1`, C, 'block'),
    ...Linear.parameters(`${h}.attn.c_attn`, C, 3 * C, { ...inner, parts: 3 }),
    ...Linear.parameters(`${h}.attn.c_proj`, C, C, intoStream),
    ...LayerNorm.parameters(`${h}.ln_2`, C, 'block'),
    ...Linear.parameters(`${h}.mlp.c_fc`, C, 4 * C, inner),
    ...Linear.parameters(`${h}.mlp.c_proj`, 4 * C, C, intoStream),
  ];
  return [
    ...Head.parameters('wte.weight', [V, C], 0.02),
    ...Embedding.parameters('wpe.weight', { positions: n_ctx }, C, 0.01),
    ...Array.from({ length: L }, (_, l) => ofBlock(`h.${l}`)).flat(),
    ...LayerNorm.parameters('ln_f', C, 'final'),
  ];
}

/** A GPT-2 of this shape. Throws ConfigurationFault naming `source`. */
export function gpt2Configuration(hparams: Hparams, source: string, layer_norm_epsilon?: number): ModelConfiguration {
  return new ModelConfiguration(gpt2, configuration(hparams, source, layer_norm_epsilon));
}

/** What formats that hold nothing but GPT-2 need to know of a model; null if it is another one. */
export function gpt2ValuesOf({ architecture, values }: ModelConfiguration): Gpt2Configuration | null {
  return architecture === gpt2 ? (values as Gpt2Configuration) : null;
}
