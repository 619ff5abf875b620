// How many drafts can be published as they are: of a model that learned Markdown with front matter, the same texts as it
// writes them by itself, held to the rules of front matter, mended, and both; and what the rules cost. First
//
//   node dist/cli.js train --dataset examples/blog/_articles --format markdown --model_name nano --run_name drafts --steps 400 \
//     --batch_size 2 --window 128 --packing documents --optimizer adamw --learning_rate 6e-4
//   node bench/drafts.mjs --model checkpoint/drafts/model-400 [--count 100] [--length 400] [--side-by-side 10] [--seed 1] [--threads 1]
//     [--texts texts.json: keeps what the model writes, or, where it is there already, only checks it]
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { faultsOf } from './draft-checks.mjs';
import { draftOptions, openDraftWriter, sampling } from './draft-writer.mjs';

const { values: options } = parseArgs({
  options: {
    ...draftOptions,
    'side-by-side': { type: 'string', default: '10' },
    count: { type: 'string', default: '100' },
    length: { type: 'string', default: '400' },
    texts: { type: 'string' },
  },
});
const { source, posts, documents, writer } = await openDraftWriter(
  options,
  'src/blog/drafts/draft.ts',
  'src/blog/drafts/learn-form.ts',
  'src/blog/drafts/write-draft.ts',
  'src/engine/generation/token-constraints.ts',
);
/** A model that has hardly learned to end a line of its own writes none. */
const MOST_TEXTS_PER_DRAFT = 20;
const known = new Set(posts.flatMap(({ categories, tags }) => [...categories, ...tags]));
const form = source.learnForm(posts);
const beginning = source.draftPrompt(documents);
const count = Number(options.count);
const kept = options.texts === undefined ? null : await readFile(options.texts, 'utf8').catch(() => null);
const { held, free } = kept === null ? await written() : JSON.parse(kept);
if (options.texts !== undefined && kept === null) await writeFile(options.texts, JSON.stringify({ held, free }));
report();
await writer.close();

/** Texts with the rules until `count` of them are drafts, and the same numbers without them. */
async function written() {
  const held = await texts({ rules: beginning.rules });
  return { held, free: await texts({}, held.numbers) };
}

/** The texts of these numbers, or those that are drafts up to the wanted count; all that were written count for the time. */
async function texts(rules, numbers = null) {
  const found = [];
  const [start, before] = [performance.now(), process.cpuUsage()];
  const request = {
    prompt: beginning.prompt,
    promptBegins: true,
    includePrompt: true,
    stopAtEnd: true,
    firstNumber: 1,
    count: Infinity,
    batchSize: Number(options['side-by-side']),
    length: Number(options.length),
    seed: Number(options.seed),
    sampling,
    ...rules,
  };
  let [tokens, all, lookedMicroseconds] = [0, 0, 0];
  for await (const event of source.generateTexts(writer.model, writer.tokenizer, request)) {
    if (event.type !== 'text-done') continue;
    tokens += event.tokens;
    all++;
    const looking = process.cpuUsage();
    const isWanted = numbers === null ? mended(event) !== null : numbers.includes(event.number);
    const looked = process.cpuUsage(looking);
    lookedMicroseconds += looked.user + looked.system;
    if (isWanted) found.push(event);
    process.stderr.write(`\r${found.length} of ${count} drafts `);
    if (found.length === count) break;
    if (all === MOST_TEXTS_PER_DRAFT * count) throw new Error(`Of ${all} texts, ${found.length} are drafts: train on.`);
  }
  process.stderr.write('\r');
  const { user, system } = process.cpuUsage(before);
  const spent = { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system - lookedMicroseconds) / 1e6 };
  const sorted = found.toSorted((a, b) => a.number - b.number);
  return { texts: sorted, numbers: sorted.map(({ number }) => number), all, tokens, ...spent };
}

/** The file of a text as the product writes it; null when it is no post. */
function mended({ text, ended }) {
  const draft = source.draftFromText(text, { complete: ended });
  if ('reason' in draft) return null;
  return source.writeDraft(draft, form, { date: new Date('2025-01-02T03:04:05Z'), takenSlugs: new Set() }).content;
}

function report() {
  const ways = [
    ['as the model writes', free, ({ text }) => text],
    ['held to the rules', held, ({ text }) => text],
    ['mended', free, mended],
    ['held to the rules, and mended', held, mended],
  ];
  const counts = ways.map(([name, written, fileOf]) => {
    const files = written.texts.map(fileOf).filter((file) => file !== null);
    const faults = files.map((file) => faultsOf(file, known));
    return {
      name,
      drafts: files.length,
      without: faults.filter((found) => found.length === 0).length,
      faults: faults.flat(),
    };
  });
  console.log(
    textTable([
      ['', 'drafts', 'without a fault'],
      ...counts.map(({ name, drafts, without }) => [name, drafts, without]),
    ]),
  );
  const kinds = [...new Set(counts.flatMap(({ faults }) => faults))].toSorted();
  const rows = kinds.map((kind) => [
    kind,
    ...counts.map(({ faults }) => faults.filter((fault) => fault === kind).length),
  ]);
  console.log(`\n${textTable([['fault', ...ways.map(([name]) => name)], ...rows])}`);
  const rate = ({ all, tokens, seconds, cpuSeconds }) =>
    `${all} texts, ${((1000 * seconds) / tokens).toFixed(2)} ms a token, ${((1000 * cpuSeconds) / tokens).toFixed(2)} of the processor`;
  console.log(`\nfree: ${rate(free)}; held: ${rate(held)}`);
  console.log(costOfRules());
}

/** What it takes to know which tokens may follow, over the beginnings that were written: at first, and again. */
function costOfRules() {
  const rules = new source.TokenConstraints(beginning.rules, writer.tokenizer, writer.tokenizer.vocabularySize);
  const [first, again] = [walk(rules), walk(rules)];
  return (
    `rules, of the processor: ${first.ms.toFixed(0)} ms for all states that came in ${held.texts.length} texts, ` +
    `${((1000 * again.ms) / again.steps).toFixed(1)} µs a token once they are known`
  );
}

function walk(rules) {
  let steps = 0;
  const before = process.cpuUsage();
  for (const { text } of held.texts) {
    let state = rules.stateAfter(beginning.prompt);
    for (const token of writer.tokenizer.encode(text.slice(beginning.prompt.length))) {
      if (rules.isFree(state)) break;
      rules.allowedAfter(state);
      steps++;
      state = rules.next(state, token);
    }
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, steps };
}

/** Rows with their columns one below the other. */
function textTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row) =>
    row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])));
  return rows.map((row) => line(row).join('  ')).join('\n');
}
