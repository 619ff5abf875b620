import { summariseBlock } from '../../../src/engine/device/reference/score-blocks.ts';
import { blockCount, type Scores } from '../../../src/engine/generation/scores.ts';

/** Scores of logits (V), as a device summarises them. */
export function scoresOf(logits: Float32Array, temperature: number): Scores {
  const blocks = new Float32Array(2 * blockCount(logits.length));
  for (let g = 0; g < blocks.length / 2; g++) summariseBlock(logits, g, temperature, blocks);
  return { logits, blocks };
}
