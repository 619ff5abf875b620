// How well a 5-gram model predicts a text, as a baseline for the base model: interpolated modified Kneser-Ney, as
// Chen & Goodman (1998) describe it, over GPT-2's tokens.
//
//   node bench/ngram.mjs --dataset corpus.npz [--order 5] validation/*.txt > ngram.jsonl
//
// Prints a line of JSON for each file: predicted tokens, their bytes, and the mean loss per token in nats. An end mark
// starts a document, and no context extends across it.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { NgramTable } from './ngram-table.mjs';
import { loadSources } from './sources.mjs';

const { officialTokenizer, loadTokens, nodeProject } = await loadSources(
  'src/pipeline/models/tokenizers.ts',
  'src/node/project/node-project.ts',
  'src/pipeline/corpus/read-tokens.ts',
);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { dataset: { type: 'string' }, order: { type: 'string', default: '5' } },
});
const tokenizer = await officialTokenizer(nodeProject());
const order = Number(options.order);

const tables = countNgrams(await tokensOf(options.dataset), order);
for (const file of positionals) {
  const tokens = await tokensOf(file);
  let loss = 0;
  let bytes = 0;
  for (let i = 1; i < tokens.length; i++) {
    loss -= Math.log(probability(tokens, i));
    if (tokens[i] !== tokenizer.endMark) bytes += tokenizer.bytesOf(tokens[i]).length;
  }
  const predictions = tokens.length - 1;
  console.log(JSON.stringify({ name: basename(file, '.txt'), predictions, bytes, loss: loss / predictions }));
}

/** All tokens, with an end mark before each document, also the first. */
async function tokensOf(path) {
  const reading = loadTokens(path, { tokenizer, marker: 'token', combine: null, encoding: 'utf-8' });
  for (;;) {
    const { done, value } = await reading.next();
    if (!done) continue;
    const tokens = new Uint16Array(value.total + 1);
    tokens[0] = tokenizer.endMark;
    let at = 1;
    for (const chunk of value.chunks) {
      tokens.set(chunk, at);
      at += chunk.length;
    }
    return tokens;
  }
}

/** A table for each length from 1 to `order`; [0] is not used. */
function countNgrams(tokens, order) {
  const tables = [null];
  for (let n = 1; n <= order; n++) tables.push(new NgramTable(tokens, n));
  for (let n = order; n >= 1; n--) {
    const [table, shorter] = [tables[n], tables[n - 1]];
    let beginning = 0;
    for (let last = 0; last < tokens.length; last++) {
      const first = last - n + 1;
      if (first >= beginning) {
        // The longest n-grams, and those at the beginning of a document, are counted by occurrence; the others by how many
        // different tokens precede them, which is known from the pass over the longer ones.
        const slot = table.slotOf(first);
        if (n === order || first === beginning) table.counts[slot]++;
        if (n > 1 && table.isFirstVisit(slot)) shorter.counts[shorter.slotOf(first + 1)]++;
      }
      if (tokens[last] === tokenizer.endMark) beginning = last;
    }
    console.error(`${table.size.toLocaleString('en')} different ${n}-grams`);
  }
  for (let n = 1; n <= order; n++) tables[n].finish(tables[n - 1]);
  return tables;
}

function probability(tokens, at) {
  let p = 1 / tokenizer.vocabularySize;
  for (let first = at; at - first < order && first >= 0; first--) {
    if (first < at && tokens[first + 1] === tokenizer.endMark && first + 1 < at) break;
    p = tables[at - first + 1].interpolate(tokens, first, p);
  }
  return p;
}
