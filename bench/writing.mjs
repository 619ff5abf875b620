// Which settings of sampling write best: drafts of a trained model with each of them, judged as `tpdne judge` does. First run
//
//   node dist/cli.js run examples/blog --out drafts --model_name base --count 1 --run_name writing
//   node bench/writing.mjs --model checkpoint/writing/model-200 [--count 48] [--length 1023] [--best-of 4] [--seed 1] [--threads 1]
//     [--only "min_p 0.1;DRY 0.8"]
//
// Each row is the mean of `count` drafts, then, in brackets, of the best of each `best-of` of them by score. ± is the standard
// error of the score's mean. Below each row is how its scores are spread. `variety`: different words among 50 in a row; `title`: share
// of the uncommon words of its title that a draft says. The first row is the blog's own posts, each judged by the others.
import { parseArgs } from 'node:util';
import { draftOptions, openDraftWriter, plainSampling } from './draft-writer.mjs';

const { values: options } = parseArgs({
  options: {
    ...draftOptions,
    count: { type: 'string', default: '48' },
    length: { type: 'string', default: '1023' },
    'best-of': { type: 'string', default: '4' },
    only: { type: 'string' },
  },
});
/** `min_score` of commands. */
const LEAST_SCORE = 0.6;
const settings = {
  default: { dry_multiplier: 0.8, repetition_penalty: 1.05, repetition_window: 128 },
  'plain: temperature 1': { temperature: 1, top_p: 0 },
  'temperature 0.8, top_p 0.9': {},
  'temperature 0.9, top_p 0.9': { temperature: 0.9 },
  'temperature 1, min_p 0.1': { temperature: 1, top_p: 0, min_p: 0.1 },
  'min_p 0.05': { min_p: 0.05 },
  'min_p 0.1': { min_p: 0.1 },
  'penalty 1.1 over 64': { repetition_penalty: 1.1, repetition_window: 64 },
  'penalty 1.1': { repetition_penalty: 1.1 },
  'no_repeat_ngram_size 4': { no_repeat_ngram_size: 4 },
  'DRY 0.4': { dry_multiplier: 0.4 },
  'DRY 0.8': { dry_multiplier: 0.8 },
  'DRY, temperature 0.9': { dry_multiplier: 0.8, temperature: 0.9 },
  'DRY, temperature 1': { dry_multiplier: 0.8, temperature: 1 },
  'DRY, temperature 0.9, top_p 0.95': { dry_multiplier: 0.8, temperature: 0.9, top_p: 0.95 },
  'DRY, temperature 1, min_p 0.05': { dry_multiplier: 0.8, temperature: 1, top_p: 0, min_p: 0.05 },
  'DRY, temperature 1, min_p 0.1': { dry_multiplier: 0.8, temperature: 1, top_p: 0, min_p: 0.1 },
  'DRY, penalty 1.05': { dry_multiplier: 0.8, repetition_penalty: 1.05 },
  'DRY, penalty 1.1 over 128': { dry_multiplier: 0.8, repetition_penalty: 1.1, repetition_window: 128 },
  'DRY, penalty 1.1 over 64, temperature 0.9': {
    dry_multiplier: 0.8,
    temperature: 0.9,
    repetition_penalty: 1.1,
    repetition_window: 64,
  },
  'DRY, presence 0.3': { dry_multiplier: 0.8, presence_penalty: 0.3 },
  'DRY 0.8 from 5': { dry_multiplier: 0.8, dry_allowed_length: 5 },
  'DRY 0.8 from 3': { dry_multiplier: 0.8, dry_allowed_length: 3 },
  'DRY 0.8 from 3, min_p 0.05': { dry_multiplier: 0.8, dry_allowed_length: 3, min_p: 0.05 },
};
const { source, posts, writer } = await openDraftWriter(
  options,
  'src/blog/drafts/draft.ts',
  'src/blog/judging/draft-judge.ts',
  'src/blog/judging/reference.ts',
  'src/blog/language/words.ts',
  'src/blog/language/normalise-word.ts',
  'src/blog/style/variety.ts',
  'src/pipeline/judge/bits-per-byte-meter.ts',
);
const meter = await resultOf(source.openMeter(source.nodeProject(), writer.device, options.model));
const bestOf = Number(options['best-of']);
console.log(
  `${''.padEnd(40)} score          repeated       variety     copied         in a row    style          title        bits per byte  words   tokens/s`,
);
const own = await judgementsOfPosts();
console.log(`${row("the blog's own posts", own, null)}\n${spread(own)}`);
const judge = source.DraftJudge.of(posts);
for (const [name, some] of Object.entries(settings)) {
  if (options.only !== undefined && !options.only.split(';').includes(name)) continue;
  const { judgements, rate, share } = await draftsWith({ ...plainSampling, ...some });
  console.log(`${row(name, judgements, rate)}, judging took ${(100 * share).toFixed(1)} % of the time`);
  console.log(spread(judgements));
}
await writer.close();

async function judgementsOfPosts() {
  const found = [];
  for (const post of posts) {
    const others = source.DraftJudge.of(posts.filter((other) => other !== post));
    found.push(await measured(others, post));
  }
  return found;
}

async function measured(by, { title, body }) {
  const draft = { source: 'draft.md', extension: '.md', title, body };
  const judgement = by.withBitsPerByte(by.judge(draft), await meter.of(body));
  const words = source.wordsOf(source.referenceOf(draft).text).map(source.normaliseWord);
  return { ...judgement, variety: source.varietyOf(words) ?? 0 };
}

async function draftsWith(some) {
  const count = Number(options.count);
  const texts = source.generateTexts(writer.model, writer.tokenizer, {
    prompt: '',
    promptBegins: true,
    includePrompt: true,
    stopAtEnd: true,
    count: Infinity,
    batchSize: 8,
    length: Number(options.length),
    seed: Number(options.seed),
    sampling: some,
  });
  const judgements = [];
  let [tokens, milliseconds, start, judging] = [0, 0, performance.now(), 0];
  for await (const event of texts) {
    if (event.type !== 'text-done') continue;
    const started = performance.now();
    milliseconds += started - start;
    tokens += event.tokens;
    const draft = source.draftFromText(event.text, { complete: event.ended });
    if (!('reason' in draft)) judgements.push(await measured(judge, draft));
    const now = performance.now();
    judging += now - started;
    if (judgements.length === count) break;
    start = now;
  }
  return { judgements, rate: (1000 * tokens) / milliseconds, share: judging / (judging + milliseconds) };
}

function row(name, judgements, rate) {
  const groups = Array.from({ length: Math.floor(judgements.length / bestOf) }, (_, g) =>
    judgements.slice(g * bestOf, (g + 1) * bestOf).reduce((a, b) => (b.score > a.score ? b : a)),
  );
  const both = (of, digits) =>
    `${mean(judgements.map(of)).toFixed(digits)} (${mean(groups.map(of)).toFixed(digits)})`.padEnd(15);
  const percent = (of) =>
    `${(100 * mean(judgements.map(of))).toFixed(1)} (${(100 * mean(groups.map(of))).toFixed(1)}) %`.padEnd(15);
  const { before, after } = judgements[0].bitsPerByte;
  if (!Number.isFinite(before + after)) throw new Error('There are no bits per byte.');
  const bits = `${mean(judgements.map((j) => j.bitsPerByte.before)).toFixed(2)} to ${mean(judgements.map((j) => j.bitsPerByte.after)).toFixed(2)}`;
  return [
    name.padEnd(40),
    both(({ score }) => score, 3),
    percent(({ repetition }) => repetition),
    both(({ variety }) => variety, 1).padEnd(12),
    percent(({ shared }) => shared.sharedGrams),
    both(({ shared }) => shared.longest?.words ?? 0, 1).padEnd(12),
    // A draft of code alone has no words whose style could be measured.
    both(({ style }) => style?.distance ?? 0, 2),
    both(({ subject }) => (subject === null ? 1 : 1 - subject.missing.length / subject.words), 2).padEnd(12),
    bits.padEnd(15),
    mean(judgements.map(({ shared }) => shared.words))
      .toFixed(0)
      .padEnd(8),
    rate === null ? '' : rate.toFixed(0),
    ` ±${(deviation(judgements.map(({ score }) => score)) / Math.sqrt(judgements.length)).toFixed(3)}`,
  ].join(' ');
}

/** The quantiles of the scores, and how many reach the usual least score. */
function spread(judgements) {
  const scores = judgements.map(({ score }) => score).sort((a, b) => a - b);
  const at = (share) => scores[Math.round(share * (scores.length - 1))].toFixed(2);
  const good = scores.filter((score) => score >= LEAST_SCORE).length;
  return (
    `    lowest ${at(0)}, lowest tenth ${at(0.1)}, quartiles ${at(0.25)}, ${at(0.5)}, ${at(0.75)}; ` +
    `at least ${LEAST_SCORE}: ${good} of ${scores.length}`
  );
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values) {
  return Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
}

/** What an async generator returns. */
async function resultOf(events) {
  for (;;) {
    const { value, done } = await events.next();
    if (done) return value;
  }
}
