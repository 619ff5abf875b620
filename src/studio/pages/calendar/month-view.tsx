import { useState } from 'preact/hooks';
import type { CalendarFacts } from '../../review-protocol.ts';
import { type DayItem, dayName, itemsByDay, weeksOf } from './plan.ts';
import { DRAGGED, type Moving, PlannedItem } from './planned-item.tsx';

export interface MonthViewProps {
  readonly facts: CalendarFacts;
  /** 2026-12 */
  readonly month: string;
  readonly moving: Moving;
  readonly onDrop: (path: string, day: string) => void;
}

/** A month as a grid of days. */
export function MonthView({ facts, month, moving, onDrop }: MonthViewProps) {
  const items = itemsByDay(facts);
  const weeks = weeksOf(month);
  return (
    <table class="month">
      <thead>
        <tr>
          {weeks[0].map((day) => (
            <th key={day} scope="col">
              <abbr title={dayName(day, { weekday: 'long' })}>{dayName(day, { weekday: 'short' })}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <DayCell
                key={day}
                day={day}
                isOther={day.slice(0, 7) !== month}
                isToday={day === facts.today}
                takes={day >= facts.today}
                items={items.get(day) ?? []}
                moving={moving}
                onDrop={onDrop}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayCellProps {
  readonly day: string;
  readonly isOther: boolean;
  readonly isToday: boolean;
  /** Whether a draft can be put there. */
  readonly takes: boolean;
  readonly items: readonly DayItem[];
  readonly moving: Moving;
  readonly onDrop: MonthViewProps['onDrop'];
}

function DayCell({ day, isOther, isToday, takes, items, moving, onDrop }: DayCellProps) {
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    if (!takes || !event.dataTransfer?.types.includes(DRAGGED)) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onDrop(event.dataTransfer?.getData(DRAGGED) ?? '', day);
  };
  const states = [isOther ? 'other' : '', isOver ? 'over' : ''].filter((each) => each !== '');
  return (
    <td class={states.join(' ')} onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      <time dateTime={day} aria-current={isToday ? 'date' : undefined}>
        {Number(day.slice(8))}
      </time>
      {items.map((item, index) => (
        <ItemView key={index} item={item} moving={moving} />
      ))}
    </td>
  );
}

/** Something on a day: what went out, what was missed, or what goes out. */
export function ItemView({ item, moving }: { readonly item: DayItem; readonly moving: Moving }) {
  if (item.kind === 'missed') return <p class="day-item missed">nothing went out</p>;
  if (item.kind === 'past') {
    const { state, title, slug, address } = item.publication;
    const name = title ?? slug;
    return (
      <p class={`day-item ${state}`}>
        <span aria-hidden="true">{state === 'published' ? '✓ ' : '↶ '}</span>
        {address === null ? name : <a href={address}>{name}</a>}
        {state !== 'published' && <span class="small"> {state === 'withdrawn' ? 'taken back' : 'interrupted'}</span>}
      </p>
    );
  }
  const { isDue, draft } = item.slot;
  return (
    <div class={`day-item ${isDue ? 'due' : 'planned-slot'}`}>
      {isDue && <span class="small">due </span>}
      {draft === null ? <span class="free">no draft</span> : <PlannedItem draft={draft} moving={moving} />}
    </div>
  );
}
