// How many drafts can be published without changes, for a model that learned Markdown with front matter: the same texts
// written freely, with the rules of front matter, with repairs, and with both; and what the rules cost. First run
//
//   node dist/cli.js train --dataset examples/blog/_articles --format markdown --model_name nano --run_name drafts --steps 400 \
//     --batch_size 2 --window 128 --packing documents --optimizer adamw --learning_rate 6e-4
//   node bench/drafts.mjs --model checkpoint/drafts/model-400 [--count 100] [--length 400] [--side-by-side 10] [--seed 1] [--threads 1]
//     [--texts texts.json: saves the texts; if the file exists, only checks them]
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
/** A model with little training writes hardly any drafts. */
const MOST_TEXTS_PER_DRAFT = 20;
const known = new Set(posts.flatMap(({ categories, tags }) => [...categories, ...tags]));
const form = source.learnForm(posts);
const beginning = source.draftPrompt(documents, writer.tokenizer);
const count = Number(options.count);
const kept = options.texts === undefined ? null : await readFile(options.texts, 'utf8').catch(() => null);
const { held, free } = kept === null ? await written() : JSON.parse(kept);
if (options.texts !== undefined && kept === null) await writeFile(options.texts, JSON.stringify({ held, free }));
report();
await writer.close();

/** Texts with the rules until `count` of them are drafts, and the texts with the same numbers without the rules. */
async function written() {
  const held = await texts({ rules: beginning.rules });
  return { held, free: await texts({}, held.numbers) };
}

/** The texts with these numbers, or the drafts among them up to the wanted count; the time includes all written texts. */
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
    if (all === MOST_TEXTS_PER_DRAFT * count)
      throw new Error(`Only ${found.length} of ${all} texts are drafts: train the model longer.`);
  }
  process.stderr.write('\r');
  const { user, system } = process.cpuUsage(before);
  const spent = { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system - lookedMicroseconds) / 1e6 };
  const sorted = found.toSorted((a, b) => a.number - b.number);
  return { texts: sorted, numbers: sorted.map(({ number }) => number), all, tokens, ...spent };
}

/** The file that tpdne writes for a text; null if the text is not a post. */
function mended({ text, ended }) {
  const draft = source.draftFromText(text, { complete: ended });
  if ('reason' in draft) return null;
  return source.writeDraft(draft, form, { date: new Date('2025-01-02T03:04:05Z'), takenSlugs: new Set() }).content;
}

function report() {
  const ways = [
    ['free', free, ({ text }) => text],
    ['with rules', held, ({ text }) => text],
    ['with repairs', free, mended],
    ['with rules and repairs', held, mended],
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
      ['', 'drafts', 'without a problem'],
      ...counts.map(({ name, drafts, without }) => [name, drafts, without]),
    ]),
  );
  const kinds = [...new Set(counts.flatMap(({ faults }) => faults))].toSorted();
  const rows = kinds.map((kind) => [
    kind,
    ...counts.map(({ faults }) => faults.filter((fault) => fault === kind).length),
  ]);
  console.log(`\n${textTable([['problem', ...ways.map(([name]) => name)], ...rows])}`);
  const rate = ({ all, tokens, seconds, cpuSeconds }) =>
    `${all} texts, ${((1000 * seconds) / tokens).toFixed(2)} ms per token, ${((1000 * cpuSeconds) / tokens).toFixed(2)} of processor time`;
  console.log(`\nfree: ${rate(free)}; held: ${rate(held)}`);
  console.log(costOfRules());
}

/** The time to find the allowed next tokens for the beginnings of the texts: the first time, and again. */
function costOfRules() {
  const rules = new source.TokenConstraints(beginning.rules, writer.tokenizer, writer.tokenizer.vocabularySize);
  const [first, again] = [walk(rules), walk(rules)];
  return (
    `rules, processor time: ${first.ms.toFixed(0)} ms for all states in ${held.texts.length} texts, ` +
    `${((1000 * again.ms) / again.steps).toFixed(1)} µs per token once they are known`
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

/** Rows as aligned columns. */
function textTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row) =>
    row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])));
  return rows.map((row) => line(row).join('  ')).join('\n');
}
