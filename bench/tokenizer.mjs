// Encoding a text: megabytes of UTF-8 per second, with a new tokenizer.
//
//   node bench/tokenizer.mjs [--text FILE] [--rounds 9]
//
// Without --text, it encodes the example blog. --serve answers run.mjs, one round at a time.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { exampleText } from './example-text.mjs';
import { median } from './rows.mjs';
import { serve } from './serve.mjs';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    text: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    serve: { type: 'boolean', default: false },
  },
});
const { BpeTokenizer, officialTokenizer, nodeProject } = await loadSources(
  'src/engine/tokens/bpe/bpe-tokenizer.ts',
  'src/pipeline/models/tokenizers.ts',
  'src/node/project/node-project.ts',
);
const text = options.text === undefined ? await exampleText() : await readFile(options.text, 'utf8');
const { 'encoder.json': encoder, 'vocab.bpe': merges } = (await officialTokenizer(nodeProject())).files();
const bytes = Buffer.byteLength(text);

if (options.serve) await serve({ bytes }, encode);
else print(Number(options.rounds));

/** A new tokenizer each time, because a tokenizer caches words. */
function encode() {
  const tokenizer = new BpeTokenizer({ encoder, merges });
  const start = performance.now();
  const tokens = tokenizer.encode(text).length;
  return { seconds: (performance.now() - start) / 1000, tokens };
}

function print(rounds) {
  encode();
  const all = Array.from({ length: rounds }, encode);
  const rates = all.map(({ seconds }) => bytes / seconds / 1e6);
  console.log(
    `${(bytes / 1e6).toFixed(2)} MB, ${all[0].tokens} tokens: ${median(rates).toFixed(1)} MB/s ` +
      `(${Math.min(...rates).toFixed(1)} to ${Math.max(...rates).toFixed(1)})`,
  );
}
