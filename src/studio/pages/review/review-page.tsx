import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import type { QueueListing } from '../../review-protocol.ts';
import { startJob } from '../core/api.ts';
import { useActiveJob, useEnded, useGet, useJobEvents, useProject } from '../core/hooks.ts';
import { useKeys } from '../core/keys.ts';
import { address, go, type Route } from '../core/router.ts';
import { transport } from '../core/transport.ts';
import { counted } from '../core/words.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import '../style/compare.css';
import '../style/review.css';
import { CompareView } from './compare-view.tsx';
import { comparedIn, compareRoute, nextCompared, ticked } from './compared-paths.ts';
import { decide, discard, save } from './decisions.ts';
import { DraftView } from './draft-view.tsx';
import { QueueList } from './queue-list.tsx';
import { countsOf, type Filter, type Order, rowAfter, rowInstead, rowsOf } from './queue-order.ts';
import { useUndo } from './use-undo.ts';

/** The drafts of the queue: read, decide, edit. `tpdne review` as a page. */
export function ReviewPage({ route }: { readonly route: Route }) {
  const judging = useJudging();
  const changes = useEnded('run', 'generate', 'continue', 'publish', 'unpublish', 'discard', 'approve', 'hold');
  const [round, setRound] = useState(0);
  const listing = useGet<QueueListing>('/drafts', [changes, judging.known, round]);
  const { value: project, problem } = useProject();
  const undo = useUndo(project?.folder ?? '', () => setRound((count) => count + 1));
  const [ticks, setTicks] = useState<readonly string[]>([]);
  const { value } = listing;
  if (value === null || project === null) {
    return (
      <>
        <h1>Review</h1>
        <Problem text={listing.problem ?? problem} />
        {listing.isLoading && <p class="waiting">Reading the drafts …</p>}
      </>
    );
  }
  const version = `${changes} ${round} ${judging.known}`;
  const head = (
    <>
      <div class="page-head">
        <h1>Review</h1>
        <Said undo={undo} />
      </div>
      <Problem text={listing.problem ?? undo.problem ?? judging.problem} />
    </>
  );
  const compared = comparedIn(route);
  if (compared !== null) {
    return (
      <>
        {head}
        <JudgeLine listing={value} judging={judging} />
        <CompareView {...{ compared, listing: value, undo, version, program: project.program }} />
      </>
    );
  }
  return (
    <>
      {head}
      {value.drafts.length + value.unusable.length === 0 ? (
        <Empty queue={value.queue} />
      ) : (
        <Queue {...{ route, listing: value, judging, undo, version, ticks }} onTicks={setTicks} />
      )}
      <CommandLine line={commandLine('review', {}, project.program)} />
    </>
  );
}

function Empty({ queue }: { readonly queue: string }) {
  return (
    <section class="card">
      <p>
        There are no drafts in <code>{queue}</code> yet. <a href={address('write')}>Write some</a>
        {transport().place === 'folder' && ', or put your own Markdown files there'}.
      </p>
    </section>
  );
}

/** The job that judges the drafts, if there is one, and how far it is: changes with every draft, or with every few of many. */
function useJudging() {
  const job = useActiveJob('review', 'judge');
  const shown = useJobEvents(job?.id ?? null).filter(({ type }) => type === 'draft-shown').length;
  const ended = useEnded('review', 'judge');
  const [problem, setProblem] = useState<string | null>(null);
  const begin = useCallback(() => {
    setProblem(null);
    startJob('review').catch((error: Error) => setProblem(error.message));
  }, []);
  return { isActive: job !== null, known: `${ended} ${shown < 40 ? shown : Math.floor(shown / 10)}`, problem, begin };
}

interface QueueProps {
  readonly route: Route;
  readonly listing: QueueListing;
  readonly judging: ReturnType<typeof useJudging>;
  readonly undo: ReturnType<typeof useUndo>;
  readonly version: string;
  /** Drafts that are ticked for a comparison. */
  readonly ticks: readonly string[];
  readonly onTicks: (ticks: readonly string[]) => void;
}

function Queue({ route, listing, judging, undo, version, ticks: given, onTicks }: QueueProps) {
  const queue = useQueue(route.rest[0] ?? null, listing);
  const { rows, counts, filter, order, selected, opened, moves } = queue;
  const [edited, setEdited] = useState<string | null>(null);
  const [passage, setPassage] = useState<number | null>(null);
  const line = listing.drafts.find(({ path }) => path === selected) ?? null;
  // By its path, and not reset by an effect: that would come after a key that is pressed as soon as the next draft is shown.
  const isEditing = edited !== null && edited === selected;
  const setEditing = (isNow: boolean) => setEdited(isNow ? selected : null);
  useEffect(() => setPassage(null), [selected]);
  const act = (what: (path: string) => ReturnType<typeof discard>) => {
    if (selected === null || line === null || isEditing) return;
    undo.act(() => what(selected));
    queue.select(rowInstead(rows, selected));
  };
  const ticks = given.filter((path) => listing.drafts.some((draft) => draft.path === path));
  const tick = (path: string) => onTicks(ticked(ticks, path));
  const series = nextCompared(listing.drafts, selected, []);
  const compare = () => {
    const paths = ticks.length > 1 ? ticks : series;
    if (paths.length > 1) go('review', ...compareRoute({ paths, isSeries: paths === series }));
  };
  const approve = () => act((path) => decide('approve', path));
  const hold = () => act((path) => decide('hold', path));
  const remove = () => act(discard);
  useKeys({
    j: () => queue.select(rowAfter(rows, selected, 1)),
    k: () => queue.select(rowAfter(rows, selected, -1)),
    a: approve,
    h: hold,
    d: remove,
    e: () => selected !== null && setEditing(true),
    x: () => line !== null && tick(line.path),
    c: compare,
    u: () => undo.undo(({ path }) => queue.select(path)),
  });
  return (
    <div class={`review${opened ? ' opened' : ''}${passage === null && !isEditing ? '' : ' wide'}`}>
      <div class="queue-side">
        <JudgeLine listing={listing} judging={judging} />
        <CompareChoice ticks={ticks.length} next={series.length} onCompare={compare} />
        <QueueList
          {...{ ticks, rows, counts, filter, order, selected, moves, minScore: listing.minScore }}
          onFilter={queue.setFilter}
          onOrder={queue.setOrder}
          onOpen={queue.open}
          onTick={tick}
        />
      </div>
      {selected !== null && (
        <DraftView
          {...{ path: selected, line, minScore: listing.minScore, version, isEditing, passage }}
          isJudging={judging.isActive}
          isBusy={undo.isBusy}
          onPassage={setPassage}
          onEdit={setEditing}
          onApprove={approve}
          onHold={hold}
          onDiscard={remove}
          onJudge={judging.begin}
          onSave={async (text, was) => {
            const saved = await save(selected, text, was);
            undo.act(async () => saved);
          }}
        />
      )}
    </div>
  );
}

/** Which drafts are listed, and which of them is selected. `named`: the one in the address. */
function useQueue(named: string | null, listing: QueueListing) {
  const [filter, setFilter] = useState<Filter>('all');
  const [order, setOrder] = useState<Order>('name');
  const [moved, setMoved] = useState<{ path: string | null; moves: number }>({ path: null, moves: 0 });
  const rows = useMemo(() => rowsOf(listing, filter, order), [listing, filter, order]);
  const counts = useMemo(() => countsOf(listing), [listing]);
  const all = useMemo(() => new Set(rowsOf(listing, 'all', 'name').map(({ path }) => path)), [listing]);
  // A draft that is taken out of the trash is known a moment later.
  const selected = [named, moved.path].find((path) => path !== null && all.has(path)) ?? rows[0]?.path ?? null;
  return {
    ...{ rows, counts, filter, setFilter, order, setOrder, selected, moves: moved.moves },
    /** Whether the person went to a draft: on a narrow screen it is shown instead of the list. */
    opened: named !== null,
    /** Shows another draft, without a new step in the history. */
    select: (path: string | null) => {
      if (path === null) return;
      if (named !== null) location.replace(address('review', [path]));
      setMoved(({ moves }) => ({ path, moves: moves + 1 }));
    },
    open: useCallback((path: string) => {
      go('review', [path]);
      requestAnimationFrame(() => document.getElementById('draft-title')?.focus());
    }, []),
  };
}

/** What was just done, and the way back. */
function Said({ undo }: Pick<QueueProps, 'undo'>) {
  return (
    <p class="small said">
      <span aria-live="polite">{undo.said}</span>{' '}
      {undo.next !== null && (
        <button
          type="button"
          class="quiet"
          title={`Undo: ${undo.next}`}
          disabled={undo.isBusy}
          aria-keyshortcuts="u"
          onClick={() => undo.undo()}
        >
          Undo <kbd>u</kbd>
        </button>
      )}
    </p>
  );
}

/** The button that compares drafts: those that are ticked, else the next undecided ones. */
function CompareChoice(props: { readonly ticks: number; readonly next: number; readonly onCompare: () => void }) {
  const { ticks, next, onCompare } = props;
  if (ticks < 2 && next < 2) return null;
  return (
    <p class="compare-choice">
      <button type="button" aria-keyshortcuts="c" onClick={onCompare}>
        {ticks < 2 ? `Compare ${next} at a time` : `Compare the ${ticks} ticked`} <kbd>c</kbd>
      </button>
    </p>
  );
}

/** How many drafts have a score, and the button that judges them. */
function JudgeLine({ listing, judging }: Pick<QueueProps, 'listing' | 'judging'>) {
  const without = listing.drafts.filter(({ score }) => score === null).length;
  if (judging.isActive) return <p class="small">The drafts are being judged; scores appear as they are known.</p>;
  if (without === 0) return null;
  return (
    <p class="small">
      {counted(without, 'draft')} without a score.{' '}
      <button type="button" class="quiet" onClick={judging.begin}>
        Judge them
      </button>
    </p>
  );
}
