import { type Html, html } from './html.ts';
import type { FoundInPosts, LeftOutOfReport } from './report.ts';

/** How many rows of a table are visible without opening it. */
const ROWS_SHOWN = 12;

/** What was left out of the training text, by reason. */
export function leftOutSection(leftOut: readonly LeftOutOfReport[]): Html {
  if (leftOut.length === 0) return html`<h2>What was left out</h2>\n<p>Nothing.</p>`;
  const kinds = [...new Set(leftOut.map(({ because }) => because))];
  const sections = kinds.map((kind) => {
    const things = leftOut.filter(({ because }) => because === kind);
    const count = things.reduce((sum, thing) => sum + (thing.count ?? 1), 0);
    const rows = things.map(({ path, reason }) => html`<tr><td>${path}<small>${reason}</small></td></tr>\n`);
    return html`<details${things.length <= 3 ? html` open` : ''}><summary>${kind}: ${count}</summary><table>${rows}</table></details>\n`;
  });
  return html`<h2>What was left out</h2>\n${sections}`;
}

/** Notes on dates that could not be read, files that are not what their names say, and the like. */
export function notesSection(notes: readonly string[]): Html | string {
  if (notes.length === 0) return '';
  const rows = notes.map((note) => html`<tr><td>${note}</td></tr>\n`);
  return html`<h2>What could not be read in full</h2>
<details${notes.length <= ROWS_SHOWN ? html` open` : ''}><summary>${notes.length} ${notes.length === 1 ? 'note' : 'notes'}</summary><table>${rows}</table></details>`;
}

/** Boilerplate, private text and tracking links, which a model should perhaps not learn. */
export function findingsSection(found: FoundInPosts): Html {
  return html`<h2>What a model should not learn</h2>
${boilerplate(found)}
${privateThings(found)}
${found.trackedLinks === 0 ? '' : html`<p>${found.trackedLinks} ${found.trackedLinks === 1 ? 'link was' : 'links were'} cleaned of tracking parameters.</p>`}`;
}

function boilerplate({ boilerplate: passages, stripped }: FoundInPosts): Html {
  if (passages.length === 0) return html`<p>No paragraph is repeated across many posts.</p>`;
  const text = stripped
    ? html`These paragraphs were repeated across many posts and were removed.`
    : html`These paragraphs are repeated across many posts, and a model learns them first. <code>--strip-boilerplate</code> removes them.`;
  return html`<p>${text}</p>
<table><tr><th>paragraph</th><th class="number">posts</th></tr>
${passages.map(({ text, posts }) => html`<tr><td><blockquote>${text}</blockquote></td><td class="number">${posts}</td></tr>\n`)}</table>`;
}

function privateThings({ findings, redacted }: FoundInPosts): Html {
  if (findings.length === 0) return html`<p>No key, e-mail address, phone number or quoted mail was found.</p>`;
  const text = redacted
    ? html`These are masked in the training text.`
    : html`A model can recite text that it was trained on. <code>--redact</code> masks these in the training text and leaves the posts unchanged.`;
  const rows = findings.map(
    ({ path, line, name, shown }) =>
      html`<tr><td class="name">${name}</td><td class="name">${shown}</td><td>${path}, line ${String(line)}</td></tr>\n`,
  );
  const head = html`<tr><th>what</th><th></th><th>where</th></tr>\n`;
  const more = rows.slice(ROWS_SHOWN);
  return html`<p>${text}</p>
<table>${head}${rows.slice(0, ROWS_SHOWN)}</table>
${more.length === 0 ? '' : html`<details><summary>The other ${more.length}</summary><table>${head}${more}</table></details>`}`;
}
