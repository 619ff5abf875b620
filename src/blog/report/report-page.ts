import { type Column, columnChart } from './columns.ts';
import type { CorpusFacts, PostFacts } from './corpus-facts.ts';
import { type Html, html } from './html.ts';
import { htmlPage } from './html-page.ts';
import type { Report } from './report.ts';
import { findingsSection, leftOutSection, notesSection } from './report-findings.ts';

const WORDS_ON_A_PAGE = 300;

/** A self-contained page about a corpus: no scripts, no external resources. */
export function reportPage(report: Report): string {
  const { facts, inputs, out } = report;
  const body = html`<h1>What there is to learn from</h1>
${lead(facts)}
<dl class="numbers">
${[...numbers(facts)].map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
${years(facts)}
${lengths(facts)}
${vocabulary(facts)}
${tokens(report)}
${pass(report)}
${leftOutSection(report.leftOut)}
${notesSection(report.notes)}
${findingsSection(report.found)}
<footer class="note">Read from ${inputs.join(', ')} into ${out}. This page loads nothing from the network, and private text in it is shortened.</footer>`;
  return htmlPage({ title: 'What there is to learn from', command: 'prepare', body });
}

function lead({ posts, words }: CorpusFacts): Html {
  const pages = Math.max(1, Math.round(words / WORDS_ON_A_PAGE));
  const found = posts.flatMap(({ year }) => year ?? []);
  const since = found.length === 0 ? '' : html`, written from ${String(least(found))} to ${String(greatest(found))}`;
  const count = html`<strong>${posts.length} ${posts.length === 1 ? 'post' : 'posts'}</strong>`;
  const book = html`<strong>${pages} ${pages === 1 ? 'page' : 'pages'}</strong>`;
  return html`<p class="lead">${count}${since}. Printed, they would fill ${book}.</p>`;
}

function numbers({ posts, words, tokens, distinctWords }: CorpusFacts): Map<string, number> {
  return new Map([
    ['posts', posts.length],
    ['words', words],
    ['different words', distinctWords],
    ['tokens', tokens],
  ]);
}

function years({ posts }: CorpusFacts): Html | string {
  const found = posts.flatMap(({ year }) => year ?? []);
  if (found.length === 0) return '';
  const [first, last] = [least(found), greatest(found)];
  const columns = Array.from({ length: last - first + 1 }, (_, i): Column => {
    return { label: String(first + i), value: found.filter((year) => year === first + i).length };
  });
  const undated = posts.length - found.length;
  return html`<h2>Year by year</h2>
${columnChart('Posts by year', columns, 'posts')}
${undated === 0 ? '' : html`<p class="note">${undated} without a date.</p>`}`;
}

/** At most twelve columns of round widths; the last one counts all longer posts. */
function lengths({ posts }: CorpusFacts): Html {
  const sorted = posts.toSorted((a, b) => a.words - b.words);
  const [shortest, longest] = [sorted[0], sorted.at(-1)!];
  const most = sorted[Math.floor((sorted.length - 1) * 0.97)].words;
  const width = [25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000].find((words) => most / words < 12) ?? 50_000;
  const bins = Array.from({ length: Math.floor(most / width) + 1 }, (_, i) => i * width);
  const columns = bins.map((from, i): Column => {
    const isLast = i === bins.length - 1;
    const value = posts.filter(({ words }) => words >= from && (isLast || words < from + width)).length;
    return { label: isLast && i > 0 ? `${from}+` : String(from), value };
  });
  const median = sorted[Math.floor((sorted.length - 1) / 2)].words;
  const [low, high] = [shortest, longest].map(({ title, words }) => html`“${title}” with ${words}`);
  return html`<h2>Length</h2>
<p>The median post has ${median} words; the shortest is ${low}, the longest ${high}.</p>
${columnChart('Posts by their number of words', columns, 'posts')}
<p class="note">Posts by their number of words, in steps of ${width}.</p>`;
}

/** The largest word is twice the size of the smallest. */
function vocabulary({ distinctWords, wordsUsedOnce, ownWords }: CorpusFacts): Html {
  const counts = ownWords.map(({ count }) => Math.sqrt(count));
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  const scale = (count: number) => 0.95 + (high === low ? 0 : (Math.sqrt(count) - low) / (high - low));
  const words = ownWords.toSorted((a, b) => (a.word < b.word ? -1 : 1));
  const items = words.map(({ word, count }) => {
    return html`<li style="font-size:${scale(count).toFixed(2)}em" title="${count} times">${word}</li> `;
  });
  const list = html`<ul class="words">${items}</ul>
<p class="note">The words most typical of these posts; the larger a word, the more often it occurs.</p>`;
  return html`<h2>Your words</h2>
<p>${distinctWords} different words, ${wordsUsedOnce} of them used only once.</p>
${ownWords.length === 0 ? '' : list}`;
}

const ROWS_SHOWN = 10;

function tokens({ facts: { posts, tokens: all }, context }: Report): Html {
  const sorted = posts.toSorted((a, b) => b.tokens - a.tokens);
  const longer = sorted.filter((post) => post.tokens > context).length;
  const average = Math.round(all / posts.length);
  const tooLong =
    longer === 0 ? 'Each post fits' : longer === 1 ? 'One post does not fit' : html`${longer} posts do not fit`;
  const consequence = longer === 0 ? '' : html`; it learns ${longer === 1 ? 'that one' : 'those'} in pieces`;
  const [most, others] = [sorted[0].tokens, sorted.slice(ROWS_SHOWN)];
  return html`<h2>Tokens, post by post</h2>
<p>GPT-2 reads tokens of about four letters each. A post has ${average} on average. ${tooLong} into its context of
${context} tokens${consequence}.</p>
${postTable(sorted.slice(0, ROWS_SHOWN), most)}
${others.length === 0 ? '' : html`<details><summary>The other ${others.length}</summary>${postTable(others, most)}</details>`}`;
}

function postTable(posts: readonly PostFacts[], most: number): Html {
  const head = html`<tr><th>post</th>${['words', 'tokens'].map(numberHead)}<th class="share"></th></tr>`;
  return html`<table>${head}\n${posts.map((post) => postRow(post, most))}</table>`;
}

function postRow({ title, words, tokens, year, path }: PostFacts, most: number): Html {
  const when = year === null ? '' : html` <span class="fine">${String(year)}</span>`;
  const share = ((100 * tokens) / most).toFixed(1);
  const bar = html`<td class="share"><i style="width:${share}%"></i></td>`;
  return html`<tr><td title="${path}">${title}${when}</td>${[words, tokens].map(numberCell)}${bar}</tr>\n`;
}

function numberHead(name: string): Html {
  return html`<th class="number">${name}</th>`;
}

function numberCell(value: number): Html {
  return html`<td class="number">${value}</td>`;
}

function pass({ facts, steps }: Report): Html {
  const head = html`<tr><th>training</th>${['tokens per step', 'steps per pass'].map(numberHead)}</tr>`;
  const rows = steps.map(({ name, tokens: perStep }) => {
    return html`<tr><td>${name}</td>${[perStep, Math.ceil(facts.tokens / perStep)].map(numberCell)}</tr>\n`;
  });
  return html`<h2>One pass over everything</h2>
<p>Each training step learns from a small part of the text. Steps needed to see all ${facts.tokens} tokens once:</p>
<table>${head}
${rows}</table>
<p class="note">Slightly fewer if a tenth of the posts is kept for validation.</p>`;
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b));
}

function greatest(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b));
}
