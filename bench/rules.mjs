// What the rules of front matter cost: the processor's time of a token in drafts that are held to them, beside drafts that
// are not, in turns, each time as `tpdne run` writes three: the rules and all they have to know are made anew. The model is
// that of drafts.mjs.
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
const { prompt } = source.draftPrompt(documents);
await msPerToken(true, 0);
const pairs = [];
for (let pair = 1; pair <= Number(options.pairs); pair++) {
  // Who goes second finds a processor that is warm, or one that is hot.
  const heldFirst = pair % 2 === 1;
  const first = await msPerToken(heldFirst, pair);
  const second = await msPerToken(!heldFirst, pair);
  const [held, free] = heldFirst ? [first, second] : [second, first];
  pairs.push({ held: held.ms, free: free.ms, ratio: held.ms / free.ms });
  console.log(
    `pair ${pair}: free ${free.ms.toFixed(3)} ms a token (${free.tokens} tokens), held ${held.ms.toFixed(3)} (${held.tokens})`,
  );
}
await writer.close();
const middle = (key) => pairs.map((pair) => pair[key]).toSorted((a, b) => a - b)[pairs.length >> 1];
console.log(
  `in the middle: free ${middle('free').toFixed(3)} ms, held ${middle('held').toFixed(3)} ms, ` +
    `the rules take ${(100 * (middle('ratio') - 1)).toFixed(1)} %`,
);

/** Of texts that this seed gives. */
async function msPerToken(isHeld, number) {
  const before = process.cpuUsage();
  const { rules } = isHeld ? source.draftPrompt(documents) : {};
  const side = Number(options['side-by-side']);
  // No text ends before its length: both draw the same number of tokens.
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
