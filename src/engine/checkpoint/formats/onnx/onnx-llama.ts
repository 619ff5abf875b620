import { rotaryTable } from '../../../models/layers/rotary.ts';
import type { LlamaConfiguration } from '../../../models/llama/configuration.ts';
import type { Family } from '../../../models/llama/families.ts';
import { rotaryFrequencies } from '../../../models/llama/rotary-frequencies.ts';
import { narrowFloats } from '../../number-formats.ts';
import type { Decoder, DecoderArchitecture } from './onnx-decoder.ts';
import type { GraphBuilder } from './onnx-graph.ts';

/** Llama-shaped models in an ONNX graph: the layers of engine/models/llama/architecture.ts. */
export function llamaDecoder(family: Family, values: LlamaConfiguration): DecoderArchitecture {
  const { num_key_value_heads: keyHeads, head_dim: headWidth, attention_multiplier: scale } = values;
  return {
    heads: { keyHeads, headWidth, scale },
    parts(decoder) {
      const llama = sharedIn(decoder, family, values);
      const { graph, matrices, ids } = decoder;
      return {
        embedding: () =>
          scaled(graph, 'embedding', matrices.rows('embed_tokens.weight', ids), values.embedding_multiplier),
        block: (layer, x) => block(llama, layer, x),
        hidden: (x) => scaled(graph, 'hidden_rows', norm(llama, 'norm', x), 1 / values.logits_scaling),
        head: values.tie_word_embeddings ? 'embed_tokens.weight' : 'lm_head.weight',
      };
    },
  };
}

/** What every block uses. */
interface Shared {
  readonly decoder: Decoder;
  readonly family: Family;
  readonly values: LlamaConfiguration;
  /** (3): the channels of queries, keys and values. */
  readonly qkvWidths: string;
  /** (B, 1, T, HS / 2) each: cosines and sines at the tokens' positions. */
  readonly cosines: string;
  readonly sines: string;
  readonly two: string;
  readonly epsilon: string;
}

function sharedIn(decoder: Decoder, family: Family, values: LlamaConfiguration): Shared {
  const { graph, positions } = decoder;
  const { num_attention_heads: NH, num_key_value_heads: NKV, head_dim: HS } = values;
  const headsAxis = graph.integers('heads_axis', [1]);
  const turns = (name: string, of: (angle: number) => number) => {
    const found = graph.node(`rotary.${name}`, 'Gather', [addRotaryTable(graph, values, name, of), positions]);
    return graph.node(`rotary.${name}.by_head`, 'Unsqueeze', [found, headsAxis]);
  };
  return {
    decoder,
    family,
    values,
    qkvWidths: graph.integers(
      'qkv_widths',
      [NH, NKV, NKV].map((heads) => heads * HS),
    ),
    cosines: turns('cosines', Math.cos),
    sines: turns('sines', Math.sin),
    two: graph.scalar('two', 2),
    epsilon: graph.scalar('epsilon', values.rms_norm_eps),
  };
}

/** Rows of the table that are computed at once. */
const TABLE_ROWS = 4096;

/**
 * Adds a table (P, HS / 2) for all P positions that a model has. A graph could compute it, but GPUs' own cosines are far
 * off for angles of thousands, and these tables are small next to the weights.
 */
function addRotaryTable(
  graph: GraphBuilder,
  values: LlamaConfiguration,
  name: string,
  of: (angle: number) => number,
): string {
  const frequencies = rotaryFrequencies(values);
  const positions = values.max_position_embeddings;
  async function* read() {
    for (let first = 0; first < positions; first += TABLE_ROWS) {
      const count = Math.min(TABLE_ROWS, positions - first);
      yield narrowFloats('float32', rotaryTable(frequencies, [first, count], of));
    }
  }
  const shape = [positions, frequencies.length];
  return graph.initializer({ name: `constants.rotary.${name}`, type: 'float32', shape, read });
}

/** A block, as engine/models/layers/block.ts has it: (N, C) to (N, C). */
function block(llama: Shared, layer: number, x: string): string {
  const { decoder, values } = llama;
  const { graph, matrices } = decoder;
  const h = `layers.${layer}`;
  const ending = (name: string, residual: string, branch: string) =>
    graph.node(name, 'Add', [residual, scaled(graph, `${name}.branch`, branch, values.residual_multiplier)]);
  const mixed = attention(llama, layer, norm(llama, `${h}.input_layernorm`, x));
  const output = matrices.linear(`${h}.self_attn.o_proj`, mixed, { hasBias: values.output_bias });
  const middle = ending(`${h}.residual_mid`, x, output);
  const normed = norm(llama, `${h}.post_attention_layernorm`, middle);
  return ending(`${h}.residual`, middle, mlp(decoder, `${h}.mlp`, normed));
}

function attention(llama: Shared, layer: number, x: string): string {
  const { decoder, family, values, qkvWidths } = llama;
  const { graph, matrices } = decoder;
  const h = `layers.${layer}.self_attn`;
  const rotates = !values.unrotated_layers.includes(layer);
  const input = matrices.linear(`${h}.qkv_proj`, x, { hasBias: values.qkv_bias });
  const parts = graph.nodeOf(h, 'Split', [input, qkvWidths], ['q', 'k', 'v'], { axis: 1 });
  return decoder.attention(h, layer, parts, (part, heads) => {
    const normed = family.hasHeadNorm ? norm(llama, `${h}.${part}_norm`, heads, HEADS_LAST_AXIS) : heads;
    return rotates ? rotated(llama, `${h}.${part}.rotated`, normed) : normed;
  });
}

/** down(silu(gate(x)) · up(x)), silu(a) being a · sigmoid(a). */
function mlp({ graph, matrices }: Decoder, h: string, x: string): string {
  const both = matrices.linear(`${h}.gate_up_proj`, x, { hasBias: false });
  const { gate, up } = graph.nodeOf(h, 'Split', [both], ['gate', 'up'], { axis: 1 });
  const silu = graph.node(`${h}.silu`, 'Mul', [gate, graph.node(`${h}.sigmoid`, 'Sigmoid', [gate])]);
  return matrices.linear(`${h}.down_proj`, graph.node(`${h}.hidden`, 'Mul', [silu, up]), { hasBias: false });
}

/** Of (B, heads, T, HS). */
const HEADS_LAST_AXIS = 3;

/** x / √(mean of squares + epsilon) · weight over the last axis, in operations that ONNX Runtime fuses into one. */
function norm({ decoder: { graph }, two, epsilon }: Shared, name: string, x: string, axis = 1): string {
  const mean = graph.node(`${name}.mean`, 'ReduceMean', [graph.node(`${name}.squares`, 'Pow', [x, two])], {
    axes: [axis],
  });
  const root = graph.node(`${name}.root`, 'Sqrt', [graph.node(`${name}.above_zero`, 'Add', [mean, epsilon])]);
  return graph.node(name, 'Mul', [graph.node(`${name}.quotient`, 'Div', [x, root]), `${name}.weight`]);
}

/** The first half of a head's channels (a) turned with the second (b): a · cos − b · sin, then b · cos + a · sin. */
function rotated({ decoder: { graph }, cosines, sines }: Shared, name: string, x: string): string {
  const { a, b } = graph.nodeOf(`${name}.halves`, 'Split', [x], ['a', 'b'], { axis: HEADS_LAST_AXIS });
  const times = (what: string, half: string, turns: string) => graph.node(`${name}.${what}`, 'Mul', [half, turns]);
  const first = graph.node(`${name}.first`, 'Sub', [times('a_cos', a, cosines), times('b_sin', b, sines)]);
  const second = graph.node(`${name}.second`, 'Add', [times('b_cos', b, cosines), times('a_sin', a, sines)]);
  return graph.node(name, 'Concat', [first, second], { axis: HEADS_LAST_AXIS });
}

/** `factor` · x; nothing is added for a factor of 1, which most models have. */
function scaled(graph: GraphBuilder, name: string, x: string, factor: number): string {
  return factor === 1 ? x : graph.node(name, 'Mul', [x, graph.scalar(`${name}.factor`, factor)]);
}
