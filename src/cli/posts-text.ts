import type { PostsShownEvent } from '../pipeline/events/posts.ts';
import type { CleaningEvent } from '../pipeline/events/reading.ts';
import { columnTitle } from './column-title.ts';
import { skippedCount, skippedTable } from './skipped-table.ts';
import { type Cell, table } from './table.ts';

/** What a model would learn from, in full: tables with a line above each. */
export function postsText(event: PostsShownEvent): string {
  const { facts, skipped, notes, cleaning } = event;
  const sections: [heading: string, text: string][] = [
    ['Posts', postTable(event)],
    ['Years', yearTable(event)],
    ['Left out', skippedTable(skipped)],
    ['Not read as written', notes.map((note) => `  ${note}`).join('\n')],
    ...(cleaning === null ? [] : findings(cleaning)),
    ['Altogether', reckoning(event)],
  ];
  const shown = sections.filter(([, text]) => text !== '');
  const none = facts.posts.length === 0 ? ['There is no post to learn from.'] : [];
  return [...none, ...shown.map(([heading, text]) => `${heading}\n${text}`)].join('\n\n');
}

function postTable({ facts: { posts } }: PostsShownEvent): string {
  if (posts.length === 0) return '';
  const rows = posts.map(({ date, words, tokens, title, path }): Cell[] => {
    return ['  ', date?.slice(0, 10) ?? '', words, tokens, columnTitle(title), path];
  });
  return table([['  ', 'date', 'words', 'tokens', 'title', 'path'], ...rows]);
}

function yearTable({ facts: { posts } }: PostsShownEvent): string {
  const years = new Map<number, { posts: number; words: number }>();
  for (const { year, words } of posts) {
    if (year === null) continue;
    const before = years.get(year) ?? { posts: 0, words: 0 };
    years.set(year, { posts: before.posts + 1, words: before.words + words });
  }
  if (years.size === 0) return '';
  const rows = [...years].sort(([a], [b]) => a - b).map(([year, of]): Cell[] => ['  ', `${year}`, of.posts, of.words]);
  return table([['  ', 'year', 'posts', 'words'], ...rows]);
}

/** Private text and boilerplate, each with what was or can be done about it. */
function findings({ findings: found, redacted, boilerplate, stripped }: CleaningEvent): [string, string][] {
  const privateRows = found.map(({ name, shown, path, line }): Cell[] => ['  ', name, shown, `${path}, line ${line}`]);
  const repeated = boilerplate.map(({ text, posts }): Cell[] => ['  ', posts, columnTitle(text.replace(/\s+/g, ' '))]);
  return [
    [`Private, ${redacted ? 'masked' : 'not masked: --redact masks it'}`, table(privateRows)],
    [`Repeated in many posts, ${stripped ? 'removed' : 'kept: --strip-boilerplate removes it'}`, table(repeated)],
  ];
}

function reckoning({ facts, skipped, seen, model, format }: PostsShownEvent): string {
  return table([
    ['  ', 'posts', facts.posts.length],
    ['  ', 'words', facts.words],
    ['  ', 'tokens', facts.tokens, `of ${model}, as ${format}`],
    ['  ', 'left out', skippedCount(skipped)],
    ['  ', 'total', seen],
  ]);
}
