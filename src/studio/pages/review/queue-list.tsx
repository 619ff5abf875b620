import { memo } from 'preact/compat';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { scoreText } from '../../../blog/judging/judgement.ts';
import { address } from '../core/router.ts';
import { counted, postName } from '../core/words.ts';
import { MOST_COMPARED } from './compared-paths.ts';
import { type countsOf, FILTERS, type Filter, ORDERS, type Order, type Row } from './queue-order.ts';

export interface QueueListProps {
  readonly rows: readonly Row[];
  readonly counts: ReturnType<typeof countsOf>;
  readonly minScore: number;
  readonly filter: Filter;
  readonly order: Order;
  readonly selected: string | null;
  /** Counted up when a key moved the selection: the row is then brought into view. */
  readonly moves: number;
  readonly onFilter: (filter: Filter) => void;
  readonly onOrder: (order: Order) => void;
  readonly onOpen: (path: string) => void;
  /** Drafts that are ticked for a comparison. */
  readonly ticks: readonly string[];
  readonly onTick: (path: string) => void;
}

/** The drafts of the queue. Rows that cannot be seen are not laid out, so that hundreds of them scroll smoothly. */
export function QueueList(props: QueueListProps) {
  const { rows, counts, filter, order, selected, moves, minScore, ticks } = props;
  const { onFilter, onOrder, onOpen, onTick } = props;
  // A row is drawn again only if something of it has changed.
  const latest = useRef(onTick);
  latest.current = onTick;
  const tick = useCallback((path: string) => latest.current(path), []);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (moves === 0) return;
    const row = list.current?.querySelector<HTMLElement>('a[aria-current]');
    row?.scrollIntoView({ block: 'nearest' });
    row?.focus({ preventScroll: true });
  }, [moves]);
  return (
    <section class="queue" aria-label="Drafts">
      <fieldset class="filters">
        <legend class="hidden">Which drafts are shown</legend>
        {FILTERS.filter((name) => name === 'all' || name === filter || counts[name] > 0).map((name) => (
          <button key={name} type="button" class="quiet" aria-pressed={name === filter} onClick={() => onFilter(name)}>
            {name} <span class="count">{counts[name]}</span>
          </button>
        ))}
        <label class="inline small">
          by
          <select value={order} onChange={({ currentTarget }) => onOrder(currentTarget.value as Order)}>
            {ORDERS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </fieldset>
      {rows.length === 0 && <p class="waiting">None.</p>}
      <ol ref={list} class="queue-rows">
        {rows.map((row) => (
          <QueueRow
            key={row.path}
            row={row}
            isSelected={row.path === selected}
            isLow={row.draft?.score != null && row.draft.score < minScore}
            isTicked={ticks.includes(row.path)}
            isFull={ticks.length >= MOST_COMPARED}
            onOpen={onOpen}
            onTick={tick}
          />
        ))}
      </ol>
    </section>
  );
}

interface QueueRowProps {
  readonly row: Row;
  readonly isSelected: boolean;
  readonly isLow: boolean;
  readonly isTicked: boolean;
  /** Whether no other can be ticked. */
  readonly isFull: boolean;
  readonly onOpen: (path: string) => void;
  readonly onTick: (path: string) => void;
}

const QueueRow = memo(({ row, isSelected, isLow, isTicked, isFull, onOpen, onTick }: QueueRowProps) => {
  const { path, draft, problem } = row;
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(path);
  };
  return (
    <li class="queue-row">
      {draft !== null && (
        <label class="queue-tick" title={isFull && !isTicked ? 'Three are compared at most' : 'Compare it with others'}>
          <span class="hidden">Compare {draft.title ?? postName(path)}</span>
          <input type="checkbox" checked={isTicked} disabled={isFull && !isTicked} onChange={() => onTick(path)} />
        </label>
      )}
      <a href={address('review', [path])} aria-current={isSelected ? 'true' : undefined} onClick={open}>
        <span class="queue-title">{draft?.title ?? postName(path)}</span>
        {problem !== null && <span class="queue-facts warning">{problem}</span>}
        {draft !== null && (
          <span class="queue-facts">
            <State approval={draft.approval} day={draft.day} />
            <span>{counted(draft.words, 'word')}</span>
            {draft.date !== null && <span>{draft.date.slice(0, 10)}</span>}
            {draft.score !== null && (
              <span class={isLow || draft.isOver ? 'warning' : ''}>score {scoreText(draft.score)}</span>
            )}
          </span>
        )}
      </a>
    </li>
  );
});

const SIGNS = { approved: '✓', unreviewed: '○', 'held back': '✕' } as const;

/** Whether a draft may go out, as a sign and a word. */
export function State({ approval, day }: { readonly approval: keyof typeof SIGNS; readonly day: string | null }) {
  return (
    <span class={`state ${approval.replace(' ', '-')}`}>
      <span aria-hidden="true">{SIGNS[approval]} </span>
      {approval}
      {approval === 'approved' && day !== null && ` for ${day}`}
    </span>
  );
}
