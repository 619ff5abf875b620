// What the settings of sampling cost: tokens a second of a model with each of them, in turns, and the time of a draw.
//
//   node bench/sampling.mjs --model checkpoint/run1/model-200 [--side-by-side 8] [--length 400] [--rounds 3] [--threads 1]
import { parseArgs } from 'node:util';
import { openDraftWriter, plainSampling } from './draft-writer.mjs';
import { median } from './rows.mjs';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    'side-by-side': { type: 'string', default: '8' },
    length: { type: 'string', default: '400' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string' },
  },
});
const settings = {
  'temperature and top_p': {},
  'with min_p': { min_p: 0.05 },
  'with a repetition penalty': { repetition_penalty: 1.1 },
  'with a repetition penalty of 64 tokens': { repetition_penalty: 1.1, repetition_window: 64 },
  'with no_repeat_ngram_size': { no_repeat_ngram_size: 4 },
  'with DRY': { dry_multiplier: 0.8 },
  'with log probabilities': { logprobs: 0 },
  'with those of 10 likeliest tokens': { logprobs: 10 },
  'with all of sampling': { min_p: 0.05, repetition_penalty: 1.1, no_repeat_ngram_size: 4, dry_multiplier: 0.8 },
};
const { source, writer } = await openDraftWriter(options);
const found = new Map(Object.keys(settings).map((name) => [name, []]));
for (let round = 0; round < Number(options.rounds); round++) {
  for (const [name, some] of Object.entries(settings)) found.get(name).push(await tokensPerSecond(some, round));
}
for (const [name, rates] of found) {
  const rate = median(rates);
  const more = 1e6 / rate - 1e6 / median(found.get('temperature and top_p'));
  console.log(
    `${name.padEnd(40)} ${rate.toFixed(0).padStart(6)} tokens/s ${more.toFixed(0).padStart(6)} µs more a token`,
  );
}
await writer.close();

async function tokensPerSecond({ logprobs = null, ...some }, seed) {
  const count = Number(options['side-by-side']);
  const request = {
    prompt: '',
    includePrompt: true,
    stopAtEnd: false,
    count,
    batchSize: count,
    length: Number(options.length),
    seed,
    sampling: { ...plainSampling, ...some },
    logprobs,
  };
  const start = performance.now();
  let tokens = 0;
  for await (const event of source.generateTexts(writer.model, writer.tokenizer, request)) {
    if (event.type === 'text-done') tokens += event.tokens;
  }
  return (1000 * tokens) / (performance.now() - start);
}
