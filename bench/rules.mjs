// The cost of the rules of front matter: processor time per token in drafts with the rules and in drafts without, in turns,
// each time as `tpdne run` writes three drafts: the rules and their data are created again. The model is the one that
// drafts.mjs uses.
//
//   node bench/rules.mjs --model checkpoint/drafts/model-400 [--pairs 10] [--length 1023] [--side-by-side 3] [--seed 1] [--threads 1]
import { parseArgs } from 'node:util';
import { draftOptions, openDraftWriter, sampling } from './draft-writer.mjs';

const { values: options } = parseArgs({
  options: {
    ...draftOptions,
    'side-by-side': { type: 'string', default: '3' },
    pairs: { type: 'string', default: '10' },
    length: { type: 'string', default: '1023' },
  },
});
const { source, documents, writer } = await openDraftWriter(options);
const { prompt } = source.draftPrompt(documents, writer.tokenizer);
await msPerToken(true, 0);
const pairs = [];
for (let pair = 1; pair <= Number(options.pairs); pair++) {
  // The second one may find a warm or a throttled processor.
  const heldFirst = pair % 2 === 1;
  const first = await msPerToken(heldFirst, pair);
  const second = await msPerToken(!heldFirst, pair);
  const [held, free] = heldFirst ? [first, second] : [second, first];
  pairs.push({ held: held.ms, free: free.ms, ratio: held.ms / free.ms });
  console.log(
    `pair ${pair}: free ${free.ms.toFixed(3)} ms per token (${free.tokens} tokens), with rules ${held.ms.toFixed(3)} (${held.tokens})`,
  );
}
await writer.close();
const middle = (key) => pairs.map((pair) => pair[key]).toSorted((a, b) => a - b)[pairs.length >> 1];
console.log(
  `median: free ${middle('free').toFixed(3)} ms, with rules ${middle('held').toFixed(3)} ms, ` +
    `the rules cost ${(100 * (middle('ratio') - 1)).toFixed(1)} %`,
);

/** The processor time per token of the texts with this seed. */
async function msPerToken(isHeld, number) {
  const before = process.cpuUsage();
  const { rules } = isHeld ? source.draftPrompt(documents, writer.tokenizer) : {};
  const side = Number(options['side-by-side']);
  // Texts do not end early, so that both write the same number of tokens.
  const request = {
    ...{ prompt, promptBegins: true, includePrompt: true, stopAtEnd: false, rules },
    ...{ count: side, batchSize: side, length: Number(options.length), seed: Number(options.seed) + number },
    sampling,
  };
  let tokens = 0;
  for await (const event of source.generateTexts(writer.model, writer.tokenizer, request)) {
    if (event.type === 'text-done') tokens += event.tokens;
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000 / tokens, tokens };
}
