/**
 * A language model as an ONNX graph, for transformers.js and others that follow optimum's exports. One call reads T new
 * tokens of each of B texts, whose P previous tokens are in the cache; S is P + T:
 *
 *   in    input_ids (B, T), attention_mask (B, S) with 0 for padding, position_ids (B, T),
 *         past_key_values.<layer>.key and .value (B, NKV, P, HS)
 *   out   logits (B, T, V), present.<layer>.key and .value (B, NKV, S, HS)
 *
 * Inside, the tokens of all texts are rows of one matrix (N, C), N being B · T; only attention sees texts and heads.
 * The operations are those of version 17, which ONNX Runtime has had since 1.12, on CPUs and on WebGPU.
 */

import type { ModelConfiguration } from '../../../models/model-configuration.ts';
import type { ParameterSet } from '../../../models/parameters.ts';
import { narrowFloats } from '../../number-formats.ts';
import { GraphBuilder, type OnnxGraph } from './onnx-graph.ts';
import { type MatrixWriter, rounded, whole } from './onnx-matrices.ts';

const OPERATIONS = 17;
/** The lowest float32: it is added to masked scores, whose share becomes 0. */
const LOWEST = -3.4028234663852886e38;

/** How the heads of a block meet. */
export interface DecoderHeads {
  /** Heads of the keys and values (NKV); divides the heads of the queries (NH). */
  readonly keyHeads: number;
  /** Channels of a head (HS). */
  readonly headWidth: number;
  /** Of the scores before the softmax. */
  readonly scale: number;
}

/** What distinguishes one architecture's graph from another's. */
export interface DecoderArchitecture {
  readonly heads: DecoderHeads;
  parts(decoder: Decoder): DecoderParts;
}

/** What a graph is made of; each method adds operations to it. */
export interface DecoderParts {
  /** The embedded tokens, (B, T, C). */
  embedding(): string;
  /** A block: (N, C) to (N, C). */
  block(layer: number, x: string): string;
  /** What the head works on, from the output of the last block: (N, C) to (N, C). */
  hidden(x: string): string;
  /** The matrix (V, C) that scores the vocabulary. */
  readonly head: string;
}

/** The graph of a model. `matrices`: weights as they are, or in eight bits. */
export function decoderGraph(
  model: ModelConfiguration,
  parameters: ParameterSet,
  matrices: 'float32' | 'uint8',
  architecture: DecoderArchitecture,
): OnnxGraph {
  const { blocks, context, vocabulary } = model.shape;
  const graph = new GraphBuilder();
  const decoder = new Decoder(graph, matricesOf(graph, parameters, matrices), model, architecture.heads);
  const parts = architecture.parts(decoder);
  graph.output({ name: 'logits', type: 'float32', shape: ['batch_size', 'sequence_length', vocabulary] });
  let x = decoder.rows('rows', parts.embedding());
  for (let layer = 0; layer < blocks; layer++) x = parts.block(layer, x);
  const scores = decoder.matrices.linearByRows(parts.head, parts.hidden(x));
  graph.node('logits', 'Reshape', [
    scores,
    decoder.shapeOfTokens('logits_shape', graph.integers('vocabulary', [vocabulary])),
  ]);
  const { inputs, outputs, nodes, initializers } = graph;
  const name = `${model.architecture.name}, ${blocks} blocks, ${context} tokens`;
  return { name, operations: OPERATIONS, inputs, outputs, nodes, initializers };
}

/** Adds the weights to a graph under their names in the parameter table, the matrices as `kind` says. */
function matricesOf(graph: GraphBuilder, parameters: ParameterSet, kind: 'float32' | 'uint8'): MatrixWriter {
  const weights = new Map(
    parameters.table.map(({ name, shape }) => [name, { name, shape, read: () => parameters.pieces(name) }]),
  );
  const matrices = kind === 'float32' ? whole(graph) : rounded(graph, (name) => weights.get(name)!);
  for (const { name, shape, read } of weights.values()) {
    if (!matrices.keeps(name)) graph.initializer({ name, type: 'float32', shape, read: () => asBytes(read()) });
  }
  return matrices;
}

async function* asBytes(pieces: AsyncIterable<Float32Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield narrowFloats('float32', piece);
}

/** Queries, keys and values, (N, NH · HS) and twice (N, NKV · HS). */
export interface AttentionRows {
  readonly q: string;
  readonly k: string;
  readonly v: string;
}

/** A graph being filled, with what all blocks of a model use. */
export class Decoder {
  readonly graph: GraphBuilder;
  readonly matrices: MatrixWriter;
  /** (B, T) int64 each. */
  readonly ids: string;
  readonly positions: string;
  readonly #heads: DecoderHeads & { readonly heads: number };
  /** (2): B, T. */
  readonly #tokensShape: string;
  /** (2): N, C, as a Reshape takes it; and the same for the channels of all heads. */
  readonly #rowsShape: string;
  readonly #mixedShape: string;
  /** (4): B, T, NH, HS; and the same for the keys. */
  readonly #queriesShape: string;
  readonly #keysShape: string;
  /** Null where each head of the queries has keys of its own. */
  readonly #groups: Groups | null;
  /** (B, 1, T, S), or with groups (B, 1, NH / NKV · T, S): 0 where a token may look, else the lowest number. */
  readonly #bias: string;

  constructor(graph: GraphBuilder, matrices: MatrixWriter, { shape }: ModelConfiguration, heads: DecoderHeads) {
    const { keyHeads, headWidth } = heads;
    this.graph = graph;
    this.matrices = matrices;
    this.#heads = { ...heads, heads: shape.heads };
    this.ids = graph.input({ name: 'input_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] });
    const seen = graph.input({ name: 'attention_mask', type: 'int64', shape: ['batch_size', 'total_sequence_length'] });
    this.positions = graph.input({ name: 'position_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] });
    this.#tokensShape = graph.node('tokens_shape', 'Shape', [this.ids]);
    this.#queriesShape = this.shapeOfTokens('heads_shape', graph.integers('heads', [shape.heads, headWidth]));
    const isGrouped = keyHeads !== shape.heads;
    this.#keysShape = isGrouped
      ? this.shapeOfTokens('key_heads_shape', graph.integers('key_heads', [keyHeads, headWidth]))
      : this.#queriesShape;
    this.#rowsShape = graph.integers('rows_shape', [-1, shape.width]);
    this.#mixedShape = graph.integers('mixed_shape', [-1, shape.heads * headWidth]);
    this.#groups = isGrouped ? groupShapes(graph, shape.heads, heads) : null;
    const bias = attentionBias(graph, this.#tokensShape, seen);
    this.#bias = isGrouped ? groupedBias(graph, bias, shape.heads / keyHeads) : bias;
  }

  /** (B, T) and the axes in `rest` behind it, as a Reshape takes it. */
  shapeOfTokens(name: string, rest: string): string {
    return this.graph.node(name, 'Concat', [this.#tokensShape, rest], { axis: 0 });
  }

  /** (…, C) as (N, C). */
  rows(name: string, x: string): string {
    return this.graph.node(name, 'Reshape', [x, this.#rowsShape]);
  }

  /**
   * Softmax(scale · q · kᵀ + bias) · v of each head, with the keys and values of the cache before the new ones: rows
   * (N, NH · HS). `prepare` is applied to the queries (B, NH, T, HS) and to the new keys (B, NKV, T, HS), called `name`.
   */
  attention(
    h: string,
    layer: number,
    { q, k, v }: AttentionRows,
    prepare: (name: 'q' | 'k', x: string) => string = (_, x) => x,
  ): string {
    const { graph } = this;
    const keys = this.#withCache(layer, 'key', prepare('k', this.#byHead(k, this.#keysShape)));
    const values = this.#withCache(layer, 'value', this.#byHead(v, this.#keysShape));
    const scale = graph.scalar(`${h}.scale`, this.#heads.scale);
    const scaled = graph.node(`${h}.queries`, 'Mul', [prepare('q', this.#byHead(q, this.#queriesShape)), scale]);
    const turned = graph.node(`${h}.keys`, 'Transpose', [keys], { perm: [0, 1, 3, 2] });
    const products = graph.node(`${h}.products`, 'MatMul', [this.#grouped(h, scaled), turned]);
    const shares = graph.node(`${h}.shares`, 'Softmax', [graph.node(`${h}.scores`, 'Add', [products, this.#bias])]);
    const mixed = this.#ungrouped(h, graph.node(`${h}.mixed`, 'MatMul', [shares, values]));
    const byToken = graph.node(`${h}.by_token`, 'Transpose', [mixed], { perm: [0, 2, 1, 3] });
    return graph.node(`${h}.rows`, 'Reshape', [byToken, this.#mixedShape]);
  }

  /** Rows as (B, heads, T, HS). */
  #byHead(part: string, shape: string): string {
    const heads = this.graph.node(`${part}.heads`, 'Reshape', [part, shape]);
    return this.graph.node(`${part}.by_head`, 'Transpose', [heads], { perm: [0, 2, 1, 3] });
  }

  #withCache(layer: number, what: 'key' | 'value', byHead: string): string {
    const { keyHeads, headWidth } = this.#heads;
    const shape = (tokens: string) => ['batch_size', keyHeads, tokens, headWidth];
    const name = `past_key_values.${layer}.${what}`;
    const past = this.graph.input({ name, type: 'float32', shape: shape('past_sequence_length') });
    const present = this.graph.node(`present.${layer}.${what}`, 'Concat', [past, byHead], { axis: 2 });
    this.graph.output({ name: present, type: 'float32', shape: shape('total_sequence_length') });
    return present;
  }

  /** (B, NH, T, HS) as (B, NKV, NH / NKV · T, HS): the rows that meet one head of the keys. */
  #grouped(h: string, queries: string): string {
    if (this.#groups === null) return queries;
    return this.graph.node(`${h}.grouped`, 'Reshape', [queries, this.#groups.grouped]);
  }

  #ungrouped(h: string, mixed: string): string {
    if (this.#groups === null) return mixed;
    return this.graph.node(`${h}.ungrouped`, 'Reshape', [mixed, this.#groups.whole]);
  }
}

/** For a Reshape: several heads of the queries as one with the rows of all, and back. A 0 there leaves an axis as it is. */
interface Groups {
  readonly grouped: string;
  readonly whole: string;
}

function groupShapes(graph: GraphBuilder, heads: number, { keyHeads, headWidth }: DecoderHeads): Groups {
  return {
    grouped: graph.integers('grouped_shape', [0, keyHeads, -1, headWidth]),
    whole: graph.integers('ungrouped_shape', [0, heads, -1, headWidth]),
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

/** The same for each of the `group` heads of the queries whose rows are one below the other: (B, 1, group · T, S). */
function groupedBias(graph: GraphBuilder, bias: string, group: number): string {
  const repeated = graph.node('repeated_bias', 'Expand', [bias, graph.integers('group', [1, group, 1, 1])]);
  return graph.node('grouped_bias', 'Reshape', [repeated, graph.integers('grouped_bias_shape', [0, 1, -1, 0])]);
}
