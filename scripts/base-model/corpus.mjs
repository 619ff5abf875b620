// The texts that the base model learns from and is measured on, out of a folder of brotli-compressed ones.
//
//   node scripts/base-model/corpus.mjs <folder of *.txt.br> <out> [--leave_out ben-balter-blog]
//
// Makes <out>/train/<source>.txt of every source, but those left out lie in <out>/held/, and
// <out>/validation/<source>.txt of validation.txt.br. That file does not say which document comes from where, so each is
// given to the source whose words it has (naive Bayes over words).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';

const END = '\n<|endoftext|>\n';
const VALIDATION = 'validation';
/** Weight of the words of all sources together, in words, beside those of the one. */
const SMOOTHING = 2000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { leave_out: { type: 'string', multiple: true, default: [] } },
});
const [from, out] = positionals;
if (out === undefined) throw new Error('Give the folder of compressed texts, and one to make.');

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

/** The source under which a document is likeliest. */
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
