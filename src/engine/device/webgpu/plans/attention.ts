import { TensorFault } from '../../backend.ts';
import { type Dispatch, type GpuCall, type Plan, type PlanContext, strided } from '../dispatch.ts';
import { shader } from '../shader.ts';
import attentionWgsl from '../shaders/attention.wgsl' with { type: 'text' };
import attentionBackwardWgsl from '../shaders/attention-backward.wgsl' with { type: 'text' };
import attentionBackwardKeysWgsl from '../shaders/attention-backward-keys.wgsl' with { type: 'text' };
import attentionBackwardQueriesWgsl from '../shaders/attention-backward-queries.wgsl' with { type: 'text' };
import attentionDeltasWgsl from '../shaders/attention-deltas.wgsl' with { type: 'text' };
import attentionSpansWgsl from '../shaders/attention-spans.wgsl' with { type: 'text' };
import bfloat16Wgsl from '../shaders/bfloat16.wgsl' with { type: 'text' };
import fillCacheWgsl from '../shaders/fill-cache.wgsl' with { type: 'text' };
import keysOfCacheWgsl from '../shaders/keys-of-cache.wgsl' with { type: 'text' };
import keysOfTextWgsl from '../shaders/keys-of-text.wgsl' with { type: 'text' };
import mergeSpansWgsl from '../shaders/merge-spans.wgsl' with { type: 'text' };
import spansWgsl from '../shaders/spans.wgsl' with { type: 'text' };
import { checkPositions } from './embedding.ts';
import { whole } from './linear.ts';

const shaders = {
  ofText: shader('attention', attentionWgsl, keysOfTextWgsl, spansWgsl),
  ofCache: shader('attention-cached', attentionWgsl, keysOfCacheWgsl, bfloat16Wgsl, spansWgsl),
  spans: shader('attention-spans', attentionSpansWgsl, bfloat16Wgsl, spansWgsl),
  mergeSpans: shader('merge-spans', mergeSpansWgsl, spansWgsl),
  fillCache: shader('fill-cache', fillCacheWgsl, bfloat16Wgsl),
  deltas: shader('attention-deltas', attentionDeltasWgsl),
  queries: shader('attention-backward-queries', attentionBackwardWgsl, attentionBackwardQueriesWgsl),
  keys: shader('attention-backward-keys', attentionBackwardWgsl, attentionBackwardKeysWgsl),
};

/** SPAN in shaders/spans.wgsl. */
const SPAN = 64;

/** Workgroup memory that every device has. */
const WORKGROUP_BYTES = 16384;

/**
 * The largest tiles for heads of HS channels of which `tiles`, and as many tiles of weights, fit into workgroup memory. Throws
 * TensorFault if heads are too wide for any.
 */
function edgeFor(HS: number, tiles: number): { EDGE: number; CHANNELS: number } {
  for (const EDGE of [16, 8, 4]) {
    const CHANNELS = Math.ceil(HS / EDGE);
    const elements = tiles * EDGE * (EDGE * CHANNELS + 1) + 2 * EDGE * EDGE;
    if (elements * 4 <= WORKGROUP_BYTES) return { EDGE, CHANNELS };
  }
  throw new TensorFault(`The WebGPU device has no attention for heads of ${HS} channels; use --device cpu.`);
}

/** Query heads for each key head. */
const headsOfGroupOf = (W: number, Q: number) => Q / ((W - Q) / 2);

export const attention: Plan = ({ tensors, dims: { B, T, W, Q, NH }, scalars: { scale } }) => {
  const HS = Q / NH;
  const { EDGE, CHANNELS } = edgeFor(HS, 2);
  return [
    {
      shader: shaders.ofText,
      tensors,
      numbers: { T, W, Q, HS, scale, headsOfGroup: headsOfGroupOf(W, Q) },
      choices: { EDGE, CHANNELS, WITH_LOG_SUM: true },
      workgroups: [Math.ceil(T / EDGE), B * NH],
      multiplyAdds: B * T * T * Q,
    },
  ];
};

export const attentionCached: Plan = (call, context) => {
  const { B, T, W, Q, NKV, P, HS, BITS } = call.dims;
  const { qkv, positions, keys, values } = call.tensors;
  checkPositions('attentionCached(positions)', positions!, T, P, context);
  const { cachePositions, cacheChannels } = cacheSizes(call);
  const words = (B * T * NKV * cacheChannels * BITS) / 32;
  const filling = [
    [keys!, Q],
    [values!, Q + NKV * HS],
  ] as const;
  return [
    ...filling.map(([cache, first]) => ({
      shader: shaders.fillCache,
      tensors: { qkv: qkv!, positions: positions!, cache: whole(cache) },
      numbers: { T, W, HS, NKV, first, cachePositions, cacheChannels, words },
      choices: { CACHE16: BITS === 16 },
      workgroups: strided(words),
    })),
    // Keys are read as vectors of four words.
    ...(T === 1 && ((cacheChannels * BITS) / 32) % 4 === 0 ? attendInSpans(call, context) : [attendInTiles(call)]),
  ];
};

/** How a cache is padded, as `storedBytes` counts it. */
function cacheSizes({ dims: { P, HS } }: GpuCall) {
  return { cachePositions: Math.ceil(P / 16) * 16, cacheChannels: Math.ceil(HS / 2) * 2 };
}

/** Attention of many queries, each workgroup EDGE of them. */
function attendInTiles(call: GpuCall): Dispatch {
  const { B, T, W, Q, NKV, P, HS, BITS } = call.dims;
  const { EDGE, CHANNELS } = edgeFor(HS, 2);
  const { qkv, positions, keys, values, out } = call.tensors;
  return {
    shader: shaders.ofCache,
    tensors: { qkv: qkv!, positions: positions!, keys: whole(keys!), values: whole(values!), out: out! },
    numbers: { T, W, Q, HS, NKV, ...cacheSizes(call), ...call.scalars, headsOfGroup: headsOfGroupOf(W, Q) },
    choices: { CACHE16: BITS === 16, EDGE, CHANNELS, WITH_LOG_SUM: false, IN_SPANS: true },
    workgroups: [Math.ceil(T / EDGE), (B * Q) / HS],
    multiplyAdds: 2 * B * T * P * Q,
  };
}

/** The same, to the last bit, of one query for each text: a workgroup for each span of its keys, and one that merges them. */
function attendInSpans(call: GpuCall, context: PlanContext): Dispatch[] {
  const { B, W, Q, NKV, P, HS, BITS } = call.dims;
  const { EDGE } = edgeFor(HS, 2);
  const { cachePositions, cacheChannels } = cacheSizes(call);
  const vectors = (cacheChannels * BITS) / 128;
  const { qkv, positions, keys, values, out } = call.tensors;
  const heads = (B * Q) / HS;
  const spans = Math.ceil(P / SPAN);
  const parts = context.scratch('partials', heads * spans * (HS + 2));
  const seen = Math.floor(Math.max(...context.integers(positions!)) / SPAN) + 1;
  return [
    {
      shader: shaders.spans,
      tensors: { qkv: qkv!, positions: positions!, keys: whole(keys!), values: whole(values!), parts },
      numbers: { W, Q, HS, NKV, headsOfGroup: headsOfGroupOf(W, Q), cachePositions, vectors, spans, ...call.scalars },
      choices: { CACHE16: BITS === 16, EDGE },
      workgroups: [seen, heads],
      multiplyAdds: 2 * B * P * Q,
    },
    {
      shader: shaders.mergeSpans,
      tensors: { positions: positions!, parts, out: out! },
      numbers: { NH: Q / HS, HS, spans },
      workgroups: [1, heads],
    },
  ];
}

export const attentionBackward: Plan = ({ tensors, dims: { B, T, W, Q, NH }, scalars: { scale } }, context) => {
  const HS = Q / NH;
  const NKV = (W - Q) / 2 / HS;
  const { dOut, qkv, out, logSumExp, dQkv } = tensors;
  const deltas = context.scratch('deltas', B * NH * T);
  const shared = {
    tensors: { dOut: dOut!, qkv: qkv!, logSumExp: logSumExp!, deltas, dQkv: dQkv! },
    numbers: { T, W, Q, HS, scale, headsOfGroup: NH / NKV },
    choices: edgeFor(HS, 3),
    multiplyAdds: 2 * B * T * T * Q,
  };
  const tiles = Math.ceil(T / shared.choices.EDGE);
  const heads = B * T * NH;
  return [
    {
      shader: shaders.deltas,
      tensors: { dOut: dOut!, out: out!, deltas },
      numbers: { T, NH, HS, heads },
      workgroups: strided(heads),
    },
    { ...shared, shader: shaders.queries, workgroups: [tiles, B * NH] },
    { ...shared, shader: shaders.keys, workgroups: [tiles, B * NKV] },
  ];
};
