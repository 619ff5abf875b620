import { SCORE_BLOCK } from '../device/operations.ts';
import { summariseBlock } from '../device/reference/score-blocks.ts';
import type { BatchScores } from '../models/model.ts';
import { fallingExponential } from './falling-exponential.ts';
import type { AllowedTokens } from './text-constraints.ts';

/** What a model thinks of each token as the next one of a text. */
export interface Scores {
  /** (V). Minus infinity is a token that is never drawn. */
  readonly logits: Float32Array;
  /**
   * (2G): the highest logit of each block of SCORE_BLOCK tokens, then each block's Σ e^((logit − highest) / temperature):
   * all that a draw looks at of most of the vocabulary.
   */
  readonly blocks: Float32Array;
}

/** Number of blocks, G, of a vocabulary. */
export function blockCount(vocabularySize: number): number {
  return Math.ceil(vocabularySize / SCORE_BLOCK);
}

/** Those of text b out of B. */
export function scoresOfText({ logits, blocks }: BatchScores, b: number, B: number): Scores {
  const part = (all: Float32Array) => all.subarray((b * all.length) / B, ((b + 1) * all.length) / B);
  return { logits: part(logits), blocks: part(blocks) };
}

/** Summarises these blocks again, whose logits were changed. */
function refreshBlocks({ logits, blocks }: Scores, changed: Iterable<number>, temperature: number): void {
  for (const g of changed) {
    summariseBlock(logits, g, temperature, blocks);
    // Where nothing can be drawn, nothing weighs: there is no highest logit to measure from.
    if (blocks[g] === -Infinity) blocks[blocks.length / 2 + g] = 0;
  }
}

/**
 * Changes the logits of these tokens, each named once, to what `changed` makes of them. Their blocks lose or gain the weight
 * that the tokens do; only a block of which so much goes that the rest would be inexact, or whose highest logit is another
 * one, is summarised again.
 */
export function changeLogits(
  { logits, blocks }: Scores,
  tokens: Iterable<number>,
  changed: (token: number, logit: number) => number,
  temperature: number,
): void {
  const G = blocks.length / 2;
  const removed = new Map<number, number>();
  for (const token of tokens) {
    const g = Math.floor(token / SCORE_BLOCK);
    const logit = logits[token];
    logits[token] = changed(token, logit);
    const lost =
      logit === blocks[g] || logits[token] > blocks[g]
        ? Infinity
        : fallingExponential((blocks[g] - logit) / temperature) -
          fallingExponential((blocks[g] - logits[token]) / temperature);
    removed.set(g, (removed.get(g) ?? 0) + lost);
  }
  const stale: number[] = [];
  for (const [g, weight] of removed) {
    if (weight > blocks[G + g] / 2) stale.push(g);
    else blocks[G + g] -= weight;
  }
  refreshBlocks({ logits, blocks }, stale, temperature);
}

/** Makes all tokens impossible that are not allowed. */
export function allowOnly(scores: Scores, { listed, isListOfAllowed }: AllowedTokens, temperature: number): void {
  const { logits, blocks } = scores;
  if (!isListOfAllowed) {
    changeLogits(scores, listed, () => -Infinity, temperature);
    return;
  }
  const kept = new Float32Array(listed.length);
  for (let i = 0; i < listed.length; i++) kept[i] = logits[listed[i]];
  logits.fill(-Infinity);
  for (let i = 0; i < listed.length; i++) logits[listed[i]] = kept[i];
  blocks.fill(-Infinity, 0, blocks.length / 2).fill(0, blocks.length / 2);
  refreshBlocks(scores, new Set(listed.map((token) => Math.floor(token / SCORE_BLOCK))), temperature);
}
