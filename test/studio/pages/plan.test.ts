import { expect, test } from 'vitest';
import {
  dayAfter,
  dayBeside,
  itemsByDay,
  monthAfter,
  movesTo,
  weeksOf,
} from '../../../src/studio/pages/calendar/plan.ts';
import type { CalendarFacts, PlannedDraft, PlannedSlot } from '../../../src/studio/review-protocol.ts';

const draft = (name: string, day: string | null = null): PlannedDraft => ({
  path: `q/${name}`,
  name,
  title: null,
  day,
});
const slot = (day: string, of: PlannedDraft | null, isDue = false): PlannedSlot => ({
  slot: { day, moment: `${day}T09:00:00.000Z` },
  isDue,
  draft: of,
});

test('a month has whole weeks from Monday to Sunday', () => {
  expect(weeksOf('2026-11').map((week) => [week[0], week[6]])).toEqual([
    ['2026-10-26', '2026-11-01'],
    ['2026-11-02', '2026-11-08'],
    ['2026-11-09', '2026-11-15'],
    ['2026-11-16', '2026-11-22'],
    ['2026-11-23', '2026-11-29'],
    ['2026-11-30', '2026-12-06'],
  ]);
  // Four weeks, from a Monday to a Sunday.
  expect(weeksOf('2027-02')).toHaveLength(4);
  expect(weeksOf('2026-12')[0][0]).toBe('2026-11-30');
});

test('days and months go on over the ends of months and years', () => {
  expect([dayAfter('2028-02-28', 1), dayAfter('2026-12-31', 1), dayAfter('2026-01-01', -1)]).toEqual([
    '2028-02-29',
    '2027-01-01',
    '2025-12-31',
  ]);
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1), monthAfter('2026-05', 14)]).toEqual([
    '2027-01',
    '2025-12',
    '2027-07',
  ]);
});

test('a draft is put on a day; one that is approved for that day changes places with it', () => {
  const [a, b, c] = [draft('a'), draft('b'), draft('c', '2026-12-03')];
  const slots = [slot('2026-12-01', a), slot('2026-12-02', b), slot('2026-12-03', c)];
  expect(movesTo(slots, a, '2026-12-02')).toEqual([{ path: 'q/a', day: '2026-12-02' }]);
  expect(movesTo(slots, a, '2026-12-03')).toEqual([
    { path: 'q/a', day: '2026-12-03' },
    { path: 'q/c', day: '2026-12-01' },
  ]);
  // One that has no time yet leaves none to change to.
  expect(movesTo(slots, draft('d'), '2026-12-03')[1]).toEqual({ path: 'q/c', day: null });
  expect(movesTo(slots, c, '2026-12-03')).toEqual([]);
  expect(movesTo(slots, a, '2027-01-01')).toEqual([{ path: 'q/a', day: '2027-01-01' }]);
});

test('the arrow keys move to the times before and after', () => {
  const [a, b] = [draft('a'), draft('b')];
  const slots = [slot('2026-12-01', a), slot('2026-12-04', null), slot('2026-12-07', b)];
  expect([dayBeside(slots, a, 1), dayBeside(slots, a, -1)]).toEqual(['2026-12-04', null]);
  expect([dayBeside(slots, b, -1), dayBeside(slots, b, 1)]).toEqual(['2026-12-04', null]);
  expect(dayBeside(slots, draft('c'), 1)).toBeNull();
});

test('a day has what went out, what was missed and what is planned; what is due goes out today', () => {
  const facts = {
    today: '2026-12-02',
    journal: [{ day: '2026-11-30', slug: 'tea' }],
    missedSlots: [{ day: '2026-11-29', moment: '' }],
    slots: [slot('2026-12-01', draft('a'), true), slot('2026-12-02', null, true), slot('2026-12-03', draft('b'))],
  } as unknown as CalendarFacts;
  const days = [...itemsByDay(facts)].map(([day, items]) => [day, items.map(({ kind }) => kind)]);
  expect(days).toEqual([
    ['2026-11-30', ['past']],
    ['2026-11-29', ['missed']],
    ['2026-12-02', ['slot', 'slot']],
    ['2026-12-03', ['slot']],
  ]);
});
