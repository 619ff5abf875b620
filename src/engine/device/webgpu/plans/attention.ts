import { TensorFault } from '../../backend.ts';
import { type Plan, strided } from '../dispatch.ts';
import { shader } from '../shader.ts';
import attentionWgsl from '../shaders/attention.wgsl' with { type: 'text' };
import attentionBackwardWgsl from '../shaders/attention-backward.wgsl' with { type: 'text' };
import attentionBackwardKeysWgsl from '../shaders/attention-backward-keys.wgsl' with { type: 'text' };
import attentionBackwardQueriesWgsl from '../shaders/attention-backward-queries.wgsl' with { type: 'text' };
import attentionDeltasWgsl from '../shaders/attention-deltas.wgsl' with { type: 'text' };
import bfloat16Wgsl from '../shaders/bfloat16.wgsl' with { type: 'text' };
import fillCacheWgsl from '../shaders/fill-cache.wgsl' with { type: 'text' };
import keysOfCacheWgsl from '../shaders/keys-of-cache.wgsl' with { type: 'text' };
import keysOfTextWgsl from '../shaders/keys-of-text.wgsl' with { type: 'text' };
import { checkPositions } from './embedding.ts';
import { whole } from './linear.ts';

const shaders = {
  ofText: shader('attention', attentionWgsl, keysOfTextWgsl),
  ofCache: shader('attention-cached', attentionWgsl, keysOfCacheWgsl, bfloat16Wgsl),
  fillCache: shader('fill-cache', fillCacheWgsl, bfloat16Wgsl),
  deltas: shader('attention-deltas', attentionDeltasWgsl),
  queries: shader('attention-backward-queries', attentionBackwardWgsl, attentionBackwardQueriesWgsl),
  keys: shader('attention-backward-keys', attentionBackwardWgsl, attentionBackwardKeysWgsl),
};

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

export const attentionCached: Plan = ({ tensors, dims, scalars: { scale } }, context) => {
  const { B, T, W, Q, NKV, P, HS, BITS } = dims;
  checkPositions('attentionCached(positions)', tensors.positions!, T, P, context);
  const { EDGE, CHANNELS } = edgeFor(HS, 2);
  const [keys, values] = [whole(tensors.keys!), whole(tensors.values!)];
  // As `storedBytes` counts them.
  const cachePositions = Math.ceil(P / 16) * 16;
  const cacheChannels = Math.ceil(HS / 2) * 2;
  const words = (B * T * NKV * cacheChannels * BITS) / 32;
  const numbers = { T, W, Q, HS, NKV, cachePositions, cacheChannels };
  const choices = { CACHE16: BITS === 16 };
  const { qkv, positions, out } = tensors;
  const filling = [
    [keys, Q],
    [values, Q + NKV * HS],
  ] as const;
  return [
    ...filling.map(([cache, first]) => ({
      shader: shaders.fillCache,
      tensors: { qkv: qkv!, positions: positions!, cache },
      numbers: { ...numbers, first, words },
      choices,
      workgroups: strided(words),
    })),
    {
      shader: shaders.ofCache,
      tensors: { qkv: qkv!, positions: positions!, keys, values, out: out! },
      numbers: { ...numbers, scale, headsOfGroup: headsOfGroupOf(W, Q) },
      choices: { ...choices, EDGE, CHANNELS, WITH_LOG_SUM: false },
      workgroups: [Math.ceil(T / EDGE), (B * Q) / HS],
      multiplyAdds: 2 * B * T * P * Q,
    },
  ];
};

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
