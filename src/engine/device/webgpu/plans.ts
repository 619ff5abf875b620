import type { OperationName } from '../operations.ts';
import type { Plan } from './dispatch.ts';
import { attention, attentionBackward, attentionCached } from './plans/attention.ts';
import { classifier, logits, scoreBlocks } from './plans/classifier.ts';
import {
  adam,
  adamw,
  copy,
  dropout,
  fill,
  gelu,
  geluBackward,
  scale,
  sgd,
  sumOfSquares,
  swiglu,
  swigluBackward,
} from './plans/elementwise.ts';
import { embedding, embeddingBackward, rotary } from './plans/embedding.ts';
import {
  linear,
  linearBackward,
  linearPacked,
  linearPackedBackward,
  pack,
  packTransposed,
  round,
} from './plans/linear.ts';
import { lowRank, lowRankBackward } from './plans/low-rank.ts';
import { muon } from './plans/muon.ts';
import { headNorm, headNormBackward, layerNorm, layerNormBackward, rmsNorm, rmsNormBackward } from './plans/norms.ts';

/** How each operation of the table becomes dispatches; a missing one does not compile. */
export const plans: { readonly [Name in OperationName]: Plan } = {
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
