import type { Device, Tensor } from '../device/device.ts';
import type { ParameterSet } from './parameters.ts';

/**
 * One transformer block, forward and backward side by side:
 *
 *   residualMid = x + c_proj(attention(c_attn(ln_1(x))))
 *   out         = residualMid + c_proj(gelu(c_fc(ln_2(residualMid))))
 *
 * The outputs of the norms and of GELU are not kept for the backward but computed again there: they are
 * six of the sixteen C-wide rows a block would hold per token, and cost a pass over memory each.
 */
export interface BlockActivations {
  readonly ln1Mean: Tensor; // (B, T)
  readonly ln1Rstd: Tensor; // (B, T)
  readonly qkv: Tensor; // (B, T, 3C)
  readonly attention: Tensor; // (B, T, C)
  readonly logSumExp: Tensor; // (B, NH, T)
  readonly residualMid: Tensor; // (B, T, C)
  readonly ln2Mean: Tensor; // (B, T)
  readonly ln2Rstd: Tensor; // (B, T)
  readonly fc: Tensor; // (B, T, 4C)
}

/** Room that every block uses in turn. */
export interface ForwardScratch {
  readonly norm: Tensor; // (B, T, C)
  readonly gelu: Tensor; // (B, T, 4C)
}

/** The same for the backward. */
export interface BackwardScratch extends ForwardScratch {
  readonly dNorm: Tensor; // (B, T, C); also the gradient of the attention's output
  readonly dQkv: Tensor; // (B, T, 3C); shares memory with `gelu`, which is done with by then
  readonly dFc: Tensor; // (B, T, 4C)
}

/** The block's twelve parameters, or their gradients; a gradient is null when the block is frozen. */
export type BlockParameters<T = Tensor> = {
  readonly [Key in keyof typeof BLOCK_NAMES]: T;
};

const BLOCK_NAMES = {
  ln1Weight: 'ln_1.weight',
  ln1Bias: 'ln_1.bias',
  attnWeight: 'attn.c_attn.weight',
  attnBias: 'attn.c_attn.bias',
  attnProjWeight: 'attn.c_proj.weight',
  attnProjBias: 'attn.c_proj.bias',
  ln2Weight: 'ln_2.weight',
  ln2Bias: 'ln_2.bias',
  fcWeight: 'mlp.c_fc.weight',
  fcBias: 'mlp.c_fc.bias',
  mlpProjWeight: 'mlp.c_proj.weight',
  mlpProjBias: 'mlp.c_proj.bias',
} as const;

/** Those of block `layer`, from 0. */
export function blockParameters(parameters: ParameterSet, layer: number): BlockParameters {
  return mapNames((name) => parameters.get(`h.${layer}.${name}`));
}

/** Their gradients; null each where the block is frozen. */
export function blockGradients(gradients: ParameterSet, layer: number): BlockParameters<Tensor | null> {
  return mapNames((name) => gradients.find(`h.${layer}.${name}`));
}

/** Reads x (B, T, C), fills `a`, overwrites out (B, T, C). */
export function blockForward(
  device: Device,
  p: BlockParameters,
  x: Tensor,
  a: BlockActivations,
  scratch: ForwardScratch,
  out: Tensor,
  epsilon: number,
): void {
  const { norm, gelu } = scratch;
  device.layerNorm({ x, weight: p.ln1Weight, bias: p.ln1Bias, out: norm, mean: a.ln1Mean, rstd: a.ln1Rstd, epsilon });
  device.linear({ x: norm, weight: p.attnWeight, bias: p.attnBias, residual: null, out: a.qkv });
  device.attention({ qkv: a.qkv, out: a.attention, logSumExp: a.logSumExp });
  device.linear({ x: a.attention, weight: p.attnProjWeight, bias: p.attnProjBias, residual: x, out: a.residualMid });

  const mid = a.residualMid;
  device.layerNorm({
    x: mid,
    weight: p.ln2Weight,
    bias: p.ln2Bias,
    out: norm,
    mean: a.ln2Mean,
    rstd: a.ln2Rstd,
    epsilon,
  });
  device.linear({ x: norm, weight: p.fcWeight, bias: p.fcBias, residual: null, out: a.fc });
  device.gelu({ x: a.fc, out: gelu });
  device.linear({ x: gelu, weight: p.mlpProjWeight, bias: p.mlpProjBias, residual: mid, out });
}

/**
 * `dResidual` (B, T, C) comes in as the gradient of `out` and leaves as the gradient of `x`;
 * adds to the parameters' gradients `g`.
 */
export function blockBackward(
  device: Device,
  p: BlockParameters,
  g: BlockParameters<Tensor | null>,
  x: Tensor,
  a: BlockActivations,
  scratch: BackwardScratch,
  dResidual: Tensor,
  epsilon: number,
): void {
  const { norm, gelu, dNorm, dQkv, dFc } = scratch;
  const mid = a.residualMid;

  // out = linear(gelu(fc), mlpProj) + residualMid
  device.gelu({ x: a.fc, out: gelu });
  device.linearBackward({
    dOut: dResidual,
    x: gelu,
    weight: p.mlpProjWeight,
    dX: dFc,
    dWeight: g.mlpProjWeight,
    dBias: g.mlpProjBias,
  });
  device.geluBackward({ dOut: dFc, x: a.fc, dX: dFc });
  // fc = linear(layerNorm(residualMid), fc)
  device.layerNorm({ x: mid, weight: p.ln2Weight, bias: p.ln2Bias, out: norm, mean: null, rstd: null, epsilon });
  device.linearBackward({ dOut: dFc, x: norm, weight: p.fcWeight, dX: dNorm, dWeight: g.fcWeight, dBias: g.fcBias });
  device.layerNormBackward({
    dOut: dNorm,
    x: mid,
    weight: p.ln2Weight,
    mean: a.ln2Mean,
    rstd: a.ln2Rstd,
    dX: dResidual,
    dWeight: g.ln2Weight,
    dBias: g.ln2Bias,
  });

  // residualMid = linear(attention(qkv), attnProj) + x
  const dAttention = dNorm;
  device.linearBackward({
    dOut: dResidual,
    x: a.attention,
    weight: p.attnProjWeight,
    dX: dAttention,
    dWeight: g.attnProjWeight,
    dBias: g.attnProjBias,
  });
  device.attentionBackward({ dOut: dAttention, qkv: a.qkv, out: a.attention, logSumExp: a.logSumExp, dQkv });
  // qkv = linear(layerNorm(x), attn)
  device.layerNorm({ x, weight: p.ln1Weight, bias: p.ln1Bias, out: norm, mean: null, rstd: null, epsilon });
  device.linearBackward({
    dOut: dQkv,
    x: norm,
    weight: p.attnWeight,
    dX: dNorm,
    dWeight: g.attnWeight,
    dBias: g.attnBias,
  });
  device.layerNormBackward({
    dOut: dNorm,
    x,
    weight: p.ln1Weight,
    mean: a.ln1Mean,
    rstd: a.ln1Rstd,
    dX: dResidual,
    dWeight: g.ln1Weight,
    dBias: g.ln1Bias,
  });
}

function mapNames<T>(find: (name: string) => T): BlockParameters<T> {
  const entries = Object.entries(BLOCK_NAMES).map(([key, name]) => [key, find(name)]);
  return Object.fromEntries(entries) as BlockParameters<T>;
}
