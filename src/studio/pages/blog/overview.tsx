import type { PostsShownEvent } from '../../../pipeline/events/posts.ts';
import { counted } from '../core/words.ts';
import { Term } from '../parts/term.tsx';
import { ColumnChart } from './column-chart.tsx';
import { lengthColumns, yearColumns } from './columns.ts';
import { type Row, totals } from './rows.ts';

/** Numbers and charts of the posts that are learned from. */
export function Overview({ rows, shown }: { readonly rows: readonly Row[]; readonly shown: PostsShownEvent }) {
  const { posts, words, tokens } = totals(rows);
  const years = yearColumns(rows);
  const lengths = lengthColumns(rows);
  const form = shown.format === 'text' ? 'plain text' : 'Markdown';
  return (
    <section class="overview" aria-label="At a glance">
      <dl class="numbers">
        <div>
          <dt>posts</dt>
          <dd>{posts.toLocaleString('en')}</dd>
        </div>
        <div>
          <dt>words</dt>
          <dd>{words.toLocaleString('en')}</dd>
        </div>
        <div>
          <dt>
            <Term name="token">tokens</Term>
          </dt>
          <dd>{tokens.toLocaleString('en')}</dd>
        </div>
      </dl>
      {posts === 0 && <p class="warning">There is no post to learn from.</p>}
      <div class="charts">
        {years.length > 1 && <ColumnChart title="Posts by year" columns={years} />}
        {lengths.length > 1 && <ColumnChart title="Posts by number of words" columns={lengths} />}
      </div>
      {posts > 0 && (
        <p class="small">
          {counted(tokens, 'token')} as {shown.model} counts them; it reads posts as {form}.
        </p>
      )}
    </section>
  );
}
