import { expect, it } from 'vitest';
import { sequenceBreakers } from '../../../src/engine/generation/sequence-breakers.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { officialTokenizer } from '../../../src/pipeline/models/tokenizers.ts';

it('contain a line end, a colon, a double quote or an asterisk', async () => {
  const tokenizer = await officialTokenizer(nodeProject());
  const breakers = sequenceBreakers(tokenizer);
  const isBreaker = (text: string) => breakers.has(tokenizer.encode(text)[0]);
  expect(['\n', ':', '"', '*', '."', '://', '\n\n'].map(isBreaker)).toEqual(Array(7).fill(true));
  expect([' the', '.', '“', "'", ' ', '-'].map(isBreaker)).toEqual(Array(6).fill(false));
  expect(sequenceBreakers(tokenizer)).toBe(breakers);
});
