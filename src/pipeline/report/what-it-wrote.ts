import { scoreText } from '../../blog/judging/judgement.ts';
import { subjectClause } from '../../blog/judging/subject-words.ts';
import { type Html, html } from '../../blog/report/html.ts';
import type { WrittenPost } from '../events/writing.ts';
import type { RecordedRun } from './read-run.ts';

/** The new posts of a run's newest series, with their scores and what they copy. */
export function postsSection({ state }: RecordedRun): Html {
  if (state === null) return html``;
  const { written, out } = state;
  if (written.length === 0) return html`<h2>What it wrote</h2>\n<p>No new posts yet.</p>`;
  const head = ['score', 'words', 'copied in a row'].map((name) => html`<th scope="col" class="number">${name}</th>`);
  return html`<h2>What it wrote</h2>
<p>${written.length} new ${written.length === 1 ? 'post' : 'posts'} in ${out}. The score is from 0 to 1; it ranks posts of one blog and does not say that a post is good.</p>
<table><thead><tr><th scope="col">post</th>${head}</tr></thead>
<tbody>${written.map(postRow)}</tbody></table>
${written.map(findings)}`;
}

function postRow({ title, words, path, judgement }: WrittenPost): Html {
  const longest = judgement.shared?.longest?.words ?? 0;
  return html`<tr><td>${title}<small>${path}</small></td><td class="number">${scoreText(judgement.score)}</td><td class="number">${words}</td><td class="number">${longest}</td></tr>
`;
}

/** What one post copies, and what else its score is made of. */
function findings({ title, judgement }: WrittenPost): Html {
  const { shared, repetition, bitsPerByte, style, subject, open } = judgement;
  const facts = [
    ...(repetition === undefined ? [] : [`${percent(repetition)} of its runs of four words repeat earlier ones`]),
    ...(shared === undefined ? [] : [`${percent(shared.sharedGrams)} of its runs of eight words are in the posts`]),
    ...(style == null ? [] : [`its style is ${style.distance.toFixed(2)} from theirs (most posts: below 1)`]),
    ...(subject == null ? [] : [`it ${subjectClause(subject)}`]),
    ...(bitsPerByte == null
      ? []
      : [`${bitsPerByte.before.toFixed(2)} bits per byte before the training, ${bitsPerByte.after.toFixed(2)} after`]),
    ...(open === undefined || open.length === 0 ? [] : [`unfinished: ${open.join(', ')}`]),
  ];
  const passages = shared === undefined ? [] : shared.passages.length > 0 ? shared.passages : [shared.longest];
  const copied = passages.filter((passage) => passage != null);
  const list =
    copied.length === 0
      ? html`<p>It copies nothing.</p>`
      : html`<table><thead><tr><th scope="col">in common with a post</th><th scope="col" class="number">words</th></tr></thead>
<tbody>${copied.map(
          ({ passage, source, words }) =>
            html`<tr><td><blockquote>${passage}</blockquote><small>${source}</small></td><td class="number">${words}</td></tr>\n`,
        )}</tbody></table>`;
  return html`<details><summary>${title}: what it copies</summary>
${list}
<p class="note">${facts.join('; ')}${facts.length === 0 ? '' : '.'}</p></details>
`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}
