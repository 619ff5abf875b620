import { readFileSync } from 'node:fs';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';

const read = (name: string) => readFileSync(new URL(`../../../base-model/${name}`, import.meta.url), 'utf8');

/** The contents of GPT-2's own two vocabulary files. */
export const officialFiles = { encoder: read('vocab.json'), merges: read('merges.txt') };

export const officialTokenizer = new BpeTokenizer(officialFiles);
