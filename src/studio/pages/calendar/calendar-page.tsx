import { useEffect, useRef, useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import type { CalendarFacts, PlannedDraft } from '../../review-protocol.ts';
import { ask, useAction, useEnded, useGet, useProject } from '../core/hooks.ts';
import { address, go, type Route } from '../core/router.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Problem } from '../parts/problem.tsx';
import '../style/calendar.css';
import { JournalView } from './journal-view.tsx';
import { ListView } from './list-view.tsx';
import { MonthView } from './month-view.tsx';
import { dayAfter, dayName, type Move, monthAfter, movesTo } from './plan.ts';
import { type Moving, PlannedItem } from './planned-item.tsx';
import { PublishPanel } from './publish-panel.tsx';
import { ScheduleForm } from './schedule-form.tsx';

/** What went out and what goes out when. */
export function CalendarPage({ route }: { readonly route: Route }) {
  const project = useProject();
  const changes = useEnded('publish', 'unpublish', 'approve', 'hold', 'discard', 'run');
  const [round, setRound] = useState(0);
  const month = /^\d{4}-(?:0[1-9]|1[0-2])$/.test(route.rest[0] ?? '') ? route.rest[0] : null;
  const until = month === null ? '' : dayAfter(`${monthAfter(month, 2)}-01`, -1);
  const calendar = useGet<CalendarFacts>(`/calendar?until=${until}`, [changes, round, project.value]);
  const facts = calendar.value;
  const reload = () => setRound((count) => count + 1);
  return (
    <>
      <h1>Calendar</h1>
      <Problem text={calendar.problem} />
      {facts === null && calendar.isLoading && <p class="waiting">Reading the calendar …</p>}
      {facts !== null && (
        <>
          <PublishPanel facts={facts} program={project.value?.program} onChange={reload} />
          <Calendar facts={facts} month={month ?? facts.today.slice(0, 7)} onChange={reload} />
        </>
      )}
      {project.value !== null && (
        <details class="card">
          <summary>When posts go out</summary>
          <ScheduleForm project={project.value} onSaved={project.reload} />
        </details>
      )}
      {facts !== null && (
        <section aria-label="What went out">
          <h2>What went out</h2>
          <JournalView facts={facts} onChange={reload} />
        </section>
      )}
      <CommandLine line={commandLine('publish', { dry_run: true }, project.value?.program)} />
    </>
  );
}

interface CalendarProps {
  readonly facts: CalendarFacts;
  readonly month: string;
  readonly onChange: () => void;
}

function Calendar({ facts, month, onChange }: CalendarProps) {
  const [view, setView] = useState(matchMedia('(max-width: 46rem)').matches ? 'list' : 'month');
  const { moving, problem, said, drop } = useMoving(facts, onChange);
  return (
    <>
      <div class="month-head">
        <h2 aria-live="polite">{dayName(`${month}-01`, { month: 'long', year: 'numeric' })}</h2>
        <a class="button" href={address('calendar', [monthAfter(month, -1)])} aria-label="The month before">
          ‹
        </a>
        <a class="button" href={address('calendar', [monthAfter(month, 1)])} aria-label="The month after">
          ›
        </a>
        <button type="button" class="quiet" onClick={() => go('calendar')}>
          Today
        </button>
        <fieldset class="view-choice">
          <legend class="hidden">How the month is shown</legend>
          {(['month', 'list'] as const).map((name) => (
            <button key={name} type="button" class="quiet" aria-pressed={view === name} onClick={() => setView(name)}>
              {name}
            </button>
          ))}
        </fieldset>
      </div>
      <Problem text={problem} />
      <p class="small" aria-live="polite">
        {said}
      </p>
      {view === 'month' ? (
        <MonthView facts={facts} month={month} moving={moving} onDrop={drop} />
      ) : (
        <ListView facts={facts} month={month} moving={moving} />
      )}
      <Waiting drafts={facts.waiting} hasSchedule={facts.schedule !== null} moving={moving} />
    </>
  );
}

/** Moves drafts to other days: `tpdne approve --for`. The focus stays on a draft that was moved with the keys. */
function useMoving(facts: CalendarFacts, onChange: () => void) {
  const [said, setSaid] = useState('');
  const focused = useRef<string | null>(null);
  const action = useAction(async (moves: readonly Move[]) => {
    for (const { path, day } of moves) await ask('approve', { files: [path], for: day ?? 'any' });
    onChange();
    const [{ path, day }] = moves;
    setSaid(day === null ? `${path} goes out on any day.` : `${path} is approved for ${dayName(day)}.`);
  });
  useEffect(() => {
    const path = focused.current;
    if (path === null) return;
    document.querySelector<HTMLElement>(`[data-draft=${CSS.escape(path)}]`)?.focus();
    focused.current = null;
  }, [facts]);
  const move = (draft: PlannedDraft, day: string | null) => {
    focused.current = draft.path;
    const moves = day === null ? [{ path: draft.path, day }] : movesTo(facts.slots, draft, day);
    if (moves.length > 0) action.run(moves);
  };
  const moving: Moving = { slots: facts.slots, isBusy: action.isBusy, move };
  const drop = (path: string, day: string) => {
    const drafts = [...facts.slots.flatMap(({ draft }) => draft ?? []), ...facts.waiting];
    const draft = drafts.find((each) => each.path === path);
    if (draft !== undefined) move(draft, day);
  };
  return { moving, problem: action.problem, said, drop };
}

interface WaitingProps {
  readonly drafts: readonly PlannedDraft[];
  readonly hasSchedule: boolean;
  readonly moving: Moving;
}

/** Approved drafts that are not on the calendar, in the order in which they go out. */
function Waiting({ drafts, hasSchedule, moving }: WaitingProps) {
  if (drafts.length === 0) return null;
  return (
    <section class="waiting-drafts" aria-label="Approved drafts without a time">
      <h2>{hasSchedule ? 'Later' : 'Approved, in their order'}</h2>
      <ol>
        {drafts.map((draft) => (
          <li key={draft.path}>
            <PlannedItem draft={draft} moving={moving} />
          </li>
        ))}
      </ol>
    </section>
  );
}
