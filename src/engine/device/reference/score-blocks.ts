import { TensorFault } from '../backend.ts';
import { SCORE_BLOCK } from '../operations.ts';
import type { Call } from './kernel.ts';

/**
 * blocks (N, 2G) of scores (N, V): for each of the G blocks of a row, first its highest score, then, all highest done,
 * Σ e^((score − highest) / temperature).
 */
export function scoreBlocks({ scores, blocks, N, V, G, temperature }: Call<'scoreBlocks'>): void {
  if (G !== Math.ceil(V / SCORE_BLOCK)) {
    throw new TensorFault(`scoreBlocks(blocks) has ${G} blocks; ${V} scores are ${Math.ceil(V / SCORE_BLOCK)}.`);
  }
  for (let n = 0; n < N; n++) {
    const row = scores.subarray(n * V, (n + 1) * V);
    const rowBlocks = blocks.subarray(n * 2 * G, (n + 1) * 2 * G);
    for (let g = 0; g < G; g++) summariseBlock(row, g, temperature, rowBlocks);
  }
}

/** Block g of one row: scores (V) to its two numbers in `blocks` (2G). What is not a number stays so in both. */
export function summariseBlock(scores: Float32Array, g: number, temperature: number, blocks: Float32Array): void {
  const end = Math.min((g + 1) * SCORE_BLOCK, scores.length);
  let highest = -Infinity;
  for (let token = g * SCORE_BLOCK; token < end; token++) highest = Math.max(highest, scores[token]);
  let weight = 0;
  for (let token = g * SCORE_BLOCK; token < end; token++) weight += Math.exp((scores[token] - highest) / temperature);
  blocks[g] = highest;
  blocks[blocks.length / 2 + g] = weight;
}
