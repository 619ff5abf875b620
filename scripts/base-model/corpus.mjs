// Makes the training and validation texts of the base model from a folder of brotli-compressed ones.
//
//   node scripts/base-model/corpus.mjs <folder of *.txt.br> <out> [--leave_out ben-balter-blog]
//
// Writes <out>/train/<source>.txt for each source, or <out>/held/<source>.txt for those left out, and
// <out>/validation/<source>.txt from validation.txt.br. That file does not name the source of a document, so each document
// is assigned to the source with the most similar words (naive Bayes).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';

const END = '\n<|endoftext|>\n';
const VALIDATION = 'validation';
/** The weight, in words, of the word frequencies of all sources against those of one source. */
const SMOOTHING = 2000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { leave_out: { type: 'string', multiple: true, default: [] } },
});
const [from, out] = positionals;
if (out === undefined) throw new Error('Give the folder of compressed texts, and the folder to write to.');

const texts = new Map(
  readdirSync(from)
    .filter((name) => name.endsWith('.txt.br'))
    .map((name) => [name.slice(0, -'.txt.br'.length), brotliDecompressSync(readFileSync(join(from, name))).toString()]),
);
const validation = texts.get(VALIDATION).split(END).filter(Boolean);
texts.delete(VALIDATION);

for (const folder of ['train', 'held', 'validation']) mkdirSync(join(out, folder), { recursive: true });
for (const [source, text] of texts) {
  writeFileSync(join(out, values.leave_out.includes(source) ? 'held' : 'train', `${source}.txt`), text);
}
const sourceOf = likeliestSource(texts);
for (const [source, documents] of grouped(validation, sourceOf)) {
  writeFileSync(join(out, 'validation', `${source}.txt`), documents.map((document) => document + END).join(''));
}

/** Returns a function that finds the most likely source of a document. */
function likeliestSource(texts) {
  const all = new Map();
  const sources = [...texts].map(([name, text]) => {
    const counts = new Map();
    let total = 0;
    for (const word of wordsOf(text)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      all.set(word, (all.get(word) ?? 0) + 1);
      total++;
    }
    return { name, counts, total };
  });
  const words = sources.reduce((sum, { total }) => sum + total, 0);
  return (document) => {
    const likelihoods = sources.map(({ counts, total }) => {
      let sum = 0;
      for (const word of wordsOf(document)) {
        const usual = ((all.get(word) ?? 0) + 0.5) / words;
        sum += Math.log(((counts.get(word) ?? 0) + SMOOTHING * usual) / (total + SMOOTHING));
      }
      return sum;
    });
    return sources[likelihoods.indexOf(Math.max(...likelihoods))].name;
  };
}

function wordsOf(text) {
  return text.match(/[\p{L}\p{N}']+|#+ /gu) ?? [];
}

function grouped(documents, keyOf) {
  const groups = new Map();
  for (const document of documents) groups.set(keyOf(document), [...(groups.get(keyOf(document)) ?? []), document]);
  return groups;
}
