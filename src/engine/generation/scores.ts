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

/** Summarises the blocks of these tokens again, whose logits were changed. */
export function refreshBlocks({ logits, blocks }: Scores, tokens: Iterable<number>, temperature: number): void {
  const changed = new Set<number>();
  for (const token of tokens) changed.add(Math.floor(token / SCORE_BLOCK));
  for (const g of changed) {
    summariseBlock(logits, g, temperature, blocks);
    // Where nothing can be drawn, nothing weighs: there is no highest logit to measure from.
    if (blocks[g] === -Infinity) blocks[blocks.length / 2 + g] = 0;
  }
}

/** Makes all tokens impossible that are not allowed. */
export function allowOnly(scores: Scores, { listed, isListOfAllowed }: AllowedTokens, temperature: number): void {
  const { logits, blocks } = scores;
  if (!isListOfAllowed) {
    refreshBlocks(scores, forbid(scores, listed, temperature), temperature);
    return;
  }
  const kept = new Float32Array(listed.length);
  for (let i = 0; i < listed.length; i++) kept[i] = logits[listed[i]];
  logits.fill(-Infinity);
  for (let i = 0; i < listed.length; i++) logits[listed[i]] = kept[i];
  blocks.fill(-Infinity, 0, blocks.length / 2).fill(0, blocks.length / 2);
  refreshBlocks(scores, listed, temperature);
}

/**
 * Takes some tokens (ascending) out, and what they weigh from their blocks. Returns a token of each block of which so
 * much goes that the rest would be inexact, or its highest one: these are to be summarised again.
 */
function forbid({ logits, blocks }: Scores, tokens: Int32Array, temperature: number): number[] {
  const G = blocks.length / 2;
  const stale: number[] = [];
  for (let i = 0; i < tokens.length; ) {
    const g = Math.floor(tokens[i] / SCORE_BLOCK);
    let removed = 0;
    let hasHighest = false;
    const first = tokens[i];
    for (; i < tokens.length && tokens[i] < (g + 1) * SCORE_BLOCK; i++) {
      hasHighest ||= logits[tokens[i]] === blocks[g];
      removed += fallingExponential((blocks[g] - logits[tokens[i]]) / temperature);
      logits[tokens[i]] = -Infinity;
    }
    if (hasHighest || removed > blocks[G + g] / 2) stale.push(first);
    else blocks[G + g] -= removed;
  }
  return stale;
}
