import type { Gpt2Configuration } from '../../../models/gpt2/configuration.ts';
import type { Decoder, DecoderArchitecture } from './onnx-decoder.ts';
import type { GraphBuilder } from './onnx-graph.ts';

/** GPT-2 in an ONNX graph: the layers of engine/models/gpt2/architecture.ts. */
export function gpt2Decoder({ n_embd, n_head, layer_norm_epsilon: epsilon }: Gpt2Configuration): DecoderArchitecture {
  const headWidth = n_embd / n_head;
  return {
    heads: { keyHeads: n_head, headWidth, scale: 1 / Math.sqrt(headWidth) },
    parts: (decoder) => ({
      embedding: () => embedding(decoder),
      block: (layer, x) => block(decoder, epsilon, layer, x),
      hidden: (x) => norm(decoder.graph, epsilon, 'ln_f', x),
      head: 'wte.weight',
    }),
  };
}

function embedding({ graph, matrices, ids, positions }: Decoder): string {
  const tokens = matrices.rows('wte.weight', ids);
  return graph.node('embedding', 'Add', [tokens, graph.node('wpe', 'Gather', ['wpe.weight', positions])]);
}

/** A block, as engine/models/layers/block.ts has it: (N, C) to (N, C). */
function block(decoder: Decoder, epsilon: number, layer: number, x: string): string {
  const { graph, matrices } = decoder;
  const h = `h.${layer}`;
  const input = matrices.linear(`${h}.attn.c_attn`, norm(graph, epsilon, `${h}.ln_1`, x), { hasBias: true });
  const parts = graph.nodeOf(`${h}.attn`, 'Split', [input], ['q', 'k', 'v'], { axis: 1 });
  const mixed = decoder.attention(`${h}.attn`, layer, parts);
  const output = matrices.linear(`${h}.attn.c_proj`, mixed, { hasBias: true });
  const middle = graph.node(`${h}.residual_mid`, 'Add', [x, output]);
  const up = matrices.linear(`${h}.mlp.c_fc`, norm(graph, epsilon, `${h}.ln_2`, middle), { hasBias: true });
  const down = matrices.linear(`${h}.mlp.c_proj`, gelu(graph, `${h}.mlp.gelu`, up), { hasBias: true });
  return graph.node(`${h}.residual`, 'Add', [middle, down]);
}

function norm(graph: GraphBuilder, epsilon: number, name: string, x: string): string {
  return graph.node(name, 'LayerNormalization', [x, `${name}.weight`, `${name}.bias`], { epsilon });
}

/**
 * 0.5 · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))), in operations that ONNX Runtime fuses into this one. Its own Gelu
 * of version 20 uses the other formula on WebGPU, with the error function.
 */
function gelu(graph: GraphBuilder, name: string, x: string): string {
  const scalar = (what: string, value: number) => graph.scalar(`${name}.${what}`, value);
  const cube = graph.node(`${name}.cube`, 'Pow', [x, scalar('three', 3)]);
  const bent = graph.node(`${name}.bent`, 'Mul', [cube, scalar('bend', 0.044715)]);
  const inner = graph.node(`${name}.inner`, 'Add', [x, bent]);
  const scaled = graph.node(`${name}.scaled`, 'Mul', [inner, scalar('slope', Math.sqrt(2 / Math.PI))]);
  const gate = graph.node(`${name}.gate`, 'Add', [graph.node(`${name}.tanh`, 'Tanh', [scaled]), scalar('one', 1)]);
  return graph.node(name, 'Mul', [graph.node(`${name}.half`, 'Mul', [x, scalar('share', 0.5)]), gate]);
}
