/**
 * GPT-2 as an ONNX graph, for transformers.js and others that follow optimum's exports. One call reads T new tokens of each
 * of B texts, whose P previous tokens are in the cache; S is P + T:
 *
 *   in    input_ids (B, T), attention_mask (B, S) with 0 for padding, position_ids (B, T),
 *         past_key_values.<layer>.key and .value (B, NH, P, HS)
 *   out   logits (B, T, V), present.<layer>.key and .value (B, NH, S, HS)
 *
 * Inside, the tokens of all texts are rows of one matrix (N, C), N being B · T; only attention sees texts and heads.
 * The operations are those of version 17, which ONNX Runtime has had since 1.12, on CPUs and on WebGPU.
 */

import { Fault } from '../../../../fault.ts';
import { gpt2ValuesOf } from '../../../models/gpt2/architecture.ts';
import type { Gpt2Configuration } from '../../../models/gpt2/configuration.ts';
import { conventions } from '../../../models/gpt2/tensor-names.ts';
import type { ModelConfiguration } from '../../../models/model-configuration.ts';
import type { ParameterSet } from '../../../models/parameters.ts';
import { narrowFloats } from '../../number-formats.ts';
import { tensorsFor } from '../../parameters-file.ts';
import { GraphBuilder, type OnnxGraph } from './onnx-graph.ts';
import { type MatrixWriter, rounded, whole } from './onnx-matrices.ts';

const OPERATIONS = 17;
/** The lowest float32: it is added to masked scores, whose share becomes 0. */
const LOWEST = -3.4028234663852886e38;

/** What every block uses. */
interface Shared {
  readonly graph: GraphBuilder;
  readonly matrices: MatrixWriter;
  readonly configuration: Gpt2Configuration;
  /** (4): B, T, NH, HS. */
  readonly headsShape: string;
  /** (2): N, C, as a Reshape takes it. */
  readonly rowsShape: string;
  /** (B, 1, T, S): 0 where a token may look, else the lowest number. */
  readonly bias: string;
}

/** A model that no graph is known for. */
export class OnnxModelFault extends Fault {
  override readonly code: string = 'onnx-model';
}

/** The graph of a model. `matrices`: weights as they are, or in eight bits. Throws OnnxModelFault. */
export function onnxGraph(
  model: ModelConfiguration,
  parameters: ParameterSet,
  matrices: 'float32' | 'uint8',
): OnnxGraph {
  const configuration = gpt2ValuesOf(model);
  if (configuration === null) {
    throw new OnnxModelFault(
      `A model of architecture ${model.architecture.name} cannot be exported to ONNX, only gpt2.`,
    );
  }
  const graph = new GraphBuilder();
  const weights = new Map(tensorsFor(conventions.huggingface, parameters).map((tensor) => [tensor.name, tensor]));
  const weight = (name: string) => weights.get(name)!;
  const writer = matrices === 'float32' ? whole(graph) : rounded(graph, weight);
  for (const { name, shape, read } of weights.values()) {
    if (!writer.keeps(name)) graph.initializer({ name, type: 'float32', shape, read: () => asBytes(read()) });
  }
  const { n_ctx, n_embd, n_head, n_layer, n_vocab } = configuration;
  const ids = graph.input({ name: 'input_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] });
  const seen = graph.input({ name: 'attention_mask', type: 'int64', shape: ['batch_size', 'total_sequence_length'] });
  const positions = graph.input({ name: 'position_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] });
  const tokensShape = graph.node('tokens_shape', 'Shape', [ids]);
  const heads = graph.integers('heads', [n_head, n_embd / n_head]);
  const shared: Shared = {
    graph,
    matrices: writer,
    configuration,
    headsShape: graph.node('heads_shape', 'Concat', [tokensShape, heads], { axis: 0 }),
    rowsShape: graph.integers('rows_shape', [-1, n_embd]),
    bias: attentionBias(graph, tokensShape, seen),
  };
  graph.output({ name: 'logits', type: 'float32', shape: ['batch_size', 'sequence_length', n_vocab] });
  const embedded = graph.node('embedding', 'Add', [
    writer.rows('wte.weight', ids),
    graph.node('wpe', 'Gather', ['wpe.weight', positions]),
  ]);
  let x = graph.node('rows', 'Reshape', [embedded, shared.rowsShape]);
  for (let layer = 0; layer < n_layer; layer++) x = block(shared, layer, x);
  const scores = writer.linearByRows('wte.weight', norm(shared, 'ln_f', x));
  const vocabulary = graph.integers('vocabulary', [n_vocab]);
  const logitsShape = graph.node('logits_shape', 'Concat', [tokensShape, vocabulary], { axis: 0 });
  graph.node('logits', 'Reshape', [scores, logitsShape]);
  const { inputs, outputs, nodes, initializers } = graph;
  return {
    name: `gpt2, ${n_layer} blocks, ${n_ctx} tokens`,
    operations: OPERATIONS,
    inputs,
    outputs,
    nodes,
    initializers,
  };
}

/**
 * The token at position P + t of a text attends to those up to itself that the mask allows:
 *
 *   bias = (1 − [s ≤ P + t] · mask) · lowest
 */
function attentionBias(graph: GraphBuilder, tokensShape: string, seen: string): string {
  const [zero, one] = [graph.integers('zero', 0), graph.integers('one', 1)];
  const newTokens = graph.node('new_tokens', 'Gather', [tokensShape, one]);
  const allTokens = graph.node('all_tokens', 'Gather', [graph.node('mask_shape', 'Shape', [seen]), one]);
  const pastTokens = graph.node('past_tokens', 'Sub', [allTokens, newTokens]);
  const columns = graph.node('key_places', 'Range', [zero, allTokens, one]); // (S)
  const places = graph.node('query_places', 'Range', [pastTokens, allTokens, one]); // (T)
  const rows = graph.node('query_rows', 'Unsqueeze', [places, graph.integers('last_axis', [1])]); // (T, 1)
  const causal = graph.node('causal', 'Cast', [graph.node('is_before', 'LessOrEqual', [columns, rows])], { to: 1 });
  const shown = graph.node('mask_rows', 'Unsqueeze', [seen, graph.integers('middle_axes', [1, 2])]); // (B, 1, 1, S)
  const allowed = graph.node('allowed', 'Mul', [causal, graph.node('mask', 'Cast', [shown], { to: 1 })]);
  const hidden = graph.node('hidden', 'Sub', [graph.scalar('all', 1), allowed]);
  return graph.node('bias', 'Mul', [hidden, graph.scalar('lowest', LOWEST)]);
}

/** A block, as engine/models/layers/block.ts has it: (N, C) to (N, C). */
function block(shared: Shared, layer: number, x: string): string {
  const { graph, matrices } = shared;
  const h = `h.${layer}`;
  const mixed = attention(shared, layer, norm(shared, `${h}.ln_1`, x));
  const middle = graph.node(`${h}.residual_mid`, 'Add', [x, matrices.linear(`${h}.attn.c_proj`, mixed)]);
  const wide = gelu(graph, `${h}.mlp.gelu`, matrices.linear(`${h}.mlp.c_fc`, norm(shared, `${h}.ln_2`, middle)));
  return graph.node(`${h}.residual`, 'Add', [middle, matrices.linear(`${h}.mlp.c_proj`, wide)]);
}

function norm({ graph, configuration }: Shared, name: string, x: string): string {
  const inputs = [x, `${name}.weight`, `${name}.bias`];
  return graph.node(name, 'LayerNormalization', inputs, { epsilon: configuration.layer_norm_epsilon });
}

/** Softmax(q · kᵀ / √HS + bias) · v of each head, with the keys and values of the cache before the new ones. */
function attention(shared: Shared, layer: number, x: string): string {
  const { graph, matrices, headsShape, rowsShape, bias, configuration } = shared;
  const headChannels = configuration.n_embd / configuration.n_head;
  const h = `h.${layer}.attn`;
  const parts = graph.nodeOf(h, 'Split', [matrices.linear(`${h}.c_attn`, x)], ['q', 'k', 'v'], { axis: 1 });
  const byHead = (part: string) =>
    graph.node(`${part}.by_head`, 'Transpose', [graph.node(`${part}.heads`, 'Reshape', [part, headsShape])], {
      perm: [0, 2, 1, 3],
    }); // (B, NH, T, HS)
  const withCache = (part: string, what: 'key' | 'value') => {
    const shape = (tokens: string) => ['batch_size', configuration.n_head, tokens, headChannels];
    const name = `past_key_values.${layer}.${what}`;
    const past = graph.input({ name, type: 'float32', shape: shape('past_sequence_length') });
    const present = graph.node(`present.${layer}.${what}`, 'Concat', [past, byHead(part)], { axis: 2 });
    graph.output({ name: present, type: 'float32', shape: shape('total_sequence_length') });
    return present;
  };
  const keys = withCache(parts.k, 'key');
  const values = withCache(parts.v, 'value');
  const scale = graph.scalar(`${h}.scale`, 1 / Math.sqrt(headChannels));
  const queries = graph.node(`${h}.queries`, 'Mul', [byHead(parts.q), scale]);
  const turned = graph.node(`${h}.keys`, 'Transpose', [keys], { perm: [0, 1, 3, 2] });
  const scores = graph.node(`${h}.scores`, 'Add', [graph.node(`${h}.products`, 'MatMul', [queries, turned]), bias]);
  const shares = graph.node(`${h}.shares`, 'Softmax', [scores]);
  const mixed = graph.node(`${h}.mixed`, 'MatMul', [shares, values]);
  const byToken = graph.node(`${h}.by_token`, 'Transpose', [mixed], { perm: [0, 2, 1, 3] });
  return graph.node(`${h}.rows`, 'Reshape', [byToken, rowsShape]);
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

async function* asBytes(pieces: AsyncIterable<Float32Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield narrowFloats('float32', piece);
}
