import type { OperationName } from '../operations.ts';
import { attention, attentionBackward, attentionCached } from './attention.ts';
import { classifier, logits } from './classifier.ts';
import { dropout } from './dropped.ts';
import { copy, fill, scale, sumOfSquares } from './elementwise.ts';
import { embedding, embeddingBackward } from './embedding.ts';
import { gelu, geluBackward } from './gelu.ts';
import type { Kernel } from './kernel.ts';
import { layerNorm, layerNormBackward } from './layer-norm.ts';
import { linear, linearBackward } from './linear.ts';
import { lowRank, lowRankBackward } from './low-rank.ts';
import { muon } from './muon.ts';
import { adam, adamw, sgd } from './optimizers.ts';
import { linearPacked, linearPackedBackward, pack, packTransposed, round } from './packed.ts';
import { headNorm, headNormBackward, rmsNorm, rmsNormBackward } from './rms-norm.ts';
import { rotary } from './rotary.ts';
import { scoreBlocks } from './score-blocks.ts';
import { swiglu, swigluBackward } from './swiglu.ts';

/** One kernel for each operation of the table; a missing one does not compile. */
export const kernels: { readonly [Name in OperationName]: Kernel<Name> } = {
  fill,
  copy,
  embedding,
  embeddingBackward,
  layerNorm,
  layerNormBackward,
  rmsNorm,
  rmsNormBackward,
  headNorm,
  headNormBackward,
  linear,
  linearBackward,
  pack,
  packTransposed,
  linearPacked,
  linearPackedBackward,
  round,
  lowRank,
  lowRankBackward,
  gelu,
  geluBackward,
  swiglu,
  swigluBackward,
  scale,
  dropout,
  rotary,
  attention,
  attentionBackward,
  attentionCached,
  classifier,
  logits,
  scoreBlocks,
  sumOfSquares,
  adam,
  adamw,
  muon,
  sgd,
};
