// Judging: the time and memory for the index of 1, 10 and 100 million words, and the time to judge a draft with it.
//
//   node bench/judge.mjs [--millions 1,10,100] [--text training.txt]
//
// The words follow the distribution of a language, with a few frequent and many rare ones; or they are from a text, which
// must have that many. Seconds are processor time. Each size is a separate process, so that its peak memory is not
// affected by the others.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './rows.mjs';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    millions: { type: 'string', default: '1,10,100' },
    text: { type: 'string' },
    measure: { type: 'string' },
  },
});
const WORDS_A_POST = 1000;
const WORDS_A_DRAFT = 700;
const DRAFTS = 10;
const VOCABULARY = 200_000;

if (options.measure !== undefined) console.log(JSON.stringify(await measure(Number(options.measure))));
else {
  for (const millions of options.millions.split(',')) {
    const child = [fileURLToPath(import.meta.url), '--measure', String(Number(millions) * 1e6)];
    if (options.text !== undefined) child.push('--text', options.text);
    const output = execFileSync(process.execPath, ['--max-old-space-size=8192', ...child], { encoding: 'utf8' });
    const { words, reading, sorting, draft, bytes, copied } = JSON.parse(output);
    console.log(
      `${(words / 1e6).toFixed(1)} million words: read in ${reading.toFixed(2)} s, sorted in ${sorting.toFixed(2)} s, ` +
        `a draft of ${WORDS_A_DRAFT} words judged in ${(1000 * draft).toFixed(1)} ms (found ${copied} of 50 copied words); ` +
        `peak memory ${(bytes / 2 ** 20).toFixed(0)} MiB`,
    );
  }
}

async function measure(wanted) {
  const { DraftJudgeBuilder } = await loadSources('src/blog/judging/draft-judge.ts');
  const builder = new DraftJudgeBuilder();
  const posts = options.text === undefined ? drawnPosts(wanted) : postsOf(await readFile(options.text, 'utf8'), wanted);
  let [words, reading] = [0, 0];
  let copied = '';
  for (const { text, count } of posts) {
    const start = seconds();
    builder.add({ source: `post at word ${words}`, text });
    reading += seconds() - start;
    if (words < wanted / 2) copied = text.split(' ').slice(100, 150).join(' ');
    words += count;
  }
  const start = seconds();
  const judge = builder.finish();
  const sorting = seconds() - start;
  const drafts = Array.from({ length: DRAFTS }, () => {
    const body = `${drawnText(WORDS_A_DRAFT / 2)} ${copied} ${drawnText(WORDS_A_DRAFT / 2 - 50)}`;
    const begin = seconds();
    const { shared } = judge.judge({ source: 'draft.md', extension: '.md', body });
    return { seconds: seconds() - begin, copied: shared.longest.words };
  });
  return {
    words,
    reading,
    sorting,
    draft: median(drafts.map(({ seconds }) => seconds)),
    copied: Math.min(...drafts.map((draft) => draft.copied)),
    bytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** Processor time of this process on all cores. */
function seconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function* drawnPosts(wanted) {
  for (let words = 0; words < wanted; words += WORDS_A_POST)
    yield { text: drawnText(WORDS_A_POST), count: WORDS_A_POST };
}

/** Posts from a text until there are enough words. */
function* postsOf(text, wanted) {
  let words = 0;
  for (const post of text.split('\n<|endoftext|>\n')) {
    const count = post.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    if (words >= wanted) return;
    if (count > 0) yield { text: post, count };
    words += count;
  }
  if (words < wanted) throw new Error(`${options.text} has ${words} words, fewer than ${wanted}.`);
}

function drawnText(words) {
  return Array.from({ length: words }, drawnWord).join(' ');
}

/** A word whose rank has a uniformly distributed logarithm, as in Zipf's law. */
function drawnWord() {
  return `w${Math.floor(VOCABULARY ** draw()).toString(36)}`;
}

/** Pseudo-random with a fixed seed, so that every run measures the same words. */
function draw() {
  draw.state = (Math.imul(draw.state ?? 1, 1664525) + 1013904223) >>> 0;
  return draw.state / 2 ** 32;
}
