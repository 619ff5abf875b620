import type { CalendarFacts } from '../../review-protocol.ts';
import { ItemView } from './month-view.tsx';
import { dayName, itemsByDay, monthAfter } from './plan.ts';
import type { Moving } from './planned-item.tsx';

/** The days of a month and the next on which there is something, one below the other. */
export function ListView(props: { readonly facts: CalendarFacts; readonly month: string; readonly moving: Moving }) {
  const { facts, month, moving } = props;
  const months = [month, monthAfter(month, 1)];
  const days = [...itemsByDay(facts)]
    .filter(([day]) => months.includes(day.slice(0, 7)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (days.length === 0) return <p class="waiting">Nothing in this month and the next.</p>;
  return (
    <ol class="day-list">
      {days.map(([day, items]) => (
        <li key={day}>
          <time dateTime={day} aria-current={day === facts.today ? 'date' : undefined}>
            {dayName(day, { weekday: 'short', day: 'numeric', month: 'short' })}
          </time>
          <div>
            {items.map((item, index) => (
              <ItemView key={index} item={item} moving={moving} />
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
