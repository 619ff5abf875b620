import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useKeys } from '../core/keys.ts';
import { address } from '../core/router.ts';
import { counted } from '../core/words.ts';
import { Term } from '../parts/term.tsx';
import { type Column, found, type Order, pressed, type Row, sorted } from './rows.ts';
import type { Exclude } from './use-exclude.ts';

/** Rows on a page of the table: drawn at once however many posts there are. */
const PAGE = 50;

export interface PostTableProps {
  readonly rows: readonly Row[];
  readonly exclude: Exclude;
}

/** Every post, with a tick that it is learned from. */
export function PostTable({ rows, exclude }: PostTableProps) {
  const [order, setOrder] = useState<Order>({ by: 'date', isDescending: true });
  const [typed, setTyped] = useState('');
  const [page, setPage] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => search.current?.focus() });
  const all = useMemo(() => sorted(found(rows, typed), order), [rows, typed, order]);
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const at = Math.min(page, pages - 1);
  const head = (by: Column, children: ComponentChildren, isNumber = false) => (
    <th
      scope="col"
      class={`${by}${isNumber ? ' number' : ''}`}
      aria-sort={order.by !== by ? undefined : order.isDescending ? 'descending' : 'ascending'}
    >
      <button type="button" class="sort" onClick={() => setOrder(pressed(order, by))}>
        {children}
        <span aria-hidden="true">{order.by !== by ? '' : order.isDescending ? ' ↓' : ' ↑'}</span>
      </button>
    </th>
  );
  return (
    <section aria-label="Posts">
      <div class="table-tools">
        <label for="search-posts" class="hidden">
          Search the posts
        </label>
        <input
          id="search-posts"
          ref={search}
          type="search"
          placeholder="Search titles, dates and files"
          value={typed}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setPage(0);
          }}
        />
        <span class="small" role="status">
          {typed.trim() === '' ? '' : `${counted(all.length, 'post')} found`}
        </span>
      </div>
      <table class="posts">
        <caption class="hidden">The posts. Without a tick, a post is not learned from.</caption>
        <thead>
          <tr>
            <th scope="col" class="tick">
              Learn
            </th>
            {head('title', 'Title')}
            {head('date', 'Date')}
            {head('words', 'Words', true)}
            {head('tokens', 'Tokens', true)}
          </tr>
        </thead>
        <tbody>
          {all.slice(at * PAGE, (at + 1) * PAGE).map((row) => (
            <PostRow key={row.path} row={row} exclude={exclude} />
          ))}
        </tbody>
      </table>
      {all.length === 0 && <p class="waiting">No post has these words.</p>}
      {pages > 1 && <Pages at={at} pages={pages} onPage={setPage} />}
      <p class="small">
        A post without a tick is kept out of learning. A <Term name="run" /> that has learned from it already keeps what
        it learned until it starts over.
      </p>
    </section>
  );
}

function PostRow({ row, exclude }: { readonly row: Row; readonly exclude: Exclude }) {
  const { path, title, date, words, tokens, isIn } = row;
  return (
    <tr class={isIn ? '' : 'out'}>
      <td class="tick">
        <LearnTick row={row} exclude={exclude} label={`Learn from ${title}`} />
      </td>
      <td class="title">
        <a href={address('blog', ['post', path])}>{title}</a>
        <span class="path">{path}</span>
      </td>
      <td class="date">{date?.slice(0, 10) ?? ''}</td>
      <td class="words number">{words?.toLocaleString('en') ?? ''}</td>
      <td class="tokens number">{tokens?.toLocaleString('en') ?? ''}</td>
    </tr>
  );
}

/** The tick of one post. */
export function LearnTick({ row, exclude, label }: PostTickProps) {
  const { entry, title, isIn, isShared } = row;
  const why = isShared && !isIn ? `${entry} leaves out several posts; take it back below “Left out”.` : undefined;
  return (
    <input
      type="checkbox"
      checked={isIn}
      disabled={why !== undefined}
      title={why}
      aria-label={why === undefined ? label : `${label}. ${why}`}
      onChange={() => (isIn ? exclude.add(entry, `“${title}”`) : exclude.remove(entry, `“${title}”`))}
    />
  );
}

interface PostTickProps {
  readonly row: Row;
  readonly exclude: Exclude;
  readonly label: string;
}

interface PagesProps {
  readonly at: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

function Pages({ at, pages, onPage }: PagesProps) {
  return (
    <nav class="pages" aria-label="Pages of the table">
      <button type="button" disabled={at === 0} onClick={() => onPage(at - 1)}>
        Previous
      </button>
      <span role="status">
        Page {at + 1} of {pages.toLocaleString('en')}
      </span>
      <button type="button" disabled={at === pages - 1} onClick={() => onPage(at + 1)}>
        Next
      </button>
    </nav>
  );
}
