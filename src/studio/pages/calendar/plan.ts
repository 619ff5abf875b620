import type { CalendarFacts, PastPublication, PlannedDraft, PlannedSlot } from '../../review-protocol.ts';

/** Something on a day of the calendar. */
export type DayItem =
  | { readonly kind: 'past'; readonly day: string; readonly publication: PastPublication }
  | { readonly kind: 'missed'; readonly day: string }
  | { readonly kind: 'slot'; readonly day: string; readonly slot: PlannedSlot };

const DAY_MS = 86_400_000;

/** The day `days` days after another, as days are written: 2026-12-05. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The month `months` months after another: 2026-12. */
export function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number);
  const count = year * 12 + number - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The weeks of a month from Monday to Sunday, with the days of other months that they have. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const begin = dayAfter(first, -((new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7));
  const weeks: string[][] = [];
  for (let day = begin; day.slice(0, 7) <= month; day = dayAfter(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => dayAfter(day, index)));
  }
  return weeks;
}

/** What is on each day: what went out, what was missed, what is planned. */
export function itemsByDay({ journal, missedSlots, slots, today }: CalendarFacts): ReadonlyMap<string, DayItem[]> {
  const days = new Map<string, DayItem[]>();
  const add = (item: DayItem) => days.set(item.day, [...(days.get(item.day) ?? []), item]);
  for (const publication of journal) add({ kind: 'past', day: publication.day, publication });
  for (const { day } of missedSlots) add({ kind: 'missed', day });
  // What is due goes out today, whatever day it is for.
  for (const slot of slots) add({ kind: 'slot', day: slot.isDue ? today : slot.slot.day, slot });
  return days;
}

/** A draft and the day that it is approved for from now on; null: any. */
export interface Move {
  readonly path: string;
  readonly day: string | null;
}

/**
 * What puts a draft on a day. A draft that is approved for just that day changes places with it, since both could not go out
 * then; others make room by themselves.
 */
export function movesTo(slots: readonly PlannedSlot[], draft: PlannedDraft, day: string): Move[] {
  if (draft.day === day) return [];
  const from = slots.find((slot) => slot.draft?.path === draft.path)?.slot.day ?? null;
  const other = slots.find(({ slot }) => slot.day === day)?.draft ?? null;
  const makesRoom = other !== null && other.path !== draft.path && other.day === day;
  return [{ path: draft.path, day }, ...(makesRoom ? [{ path: other.path, day: from }] : [])];
}

/** The day of the time before or after that of a draft; null if there is none to move it to. */
export function dayBeside(slots: readonly PlannedSlot[], draft: PlannedDraft, step: 1 | -1): string | null {
  const at = slots.findIndex((slot) => slot.draft?.path === draft.path);
  return at === -1 ? null : (slots[at + step]?.slot.day ?? null);
}

/** 'Saturday, 5 December 2026', in the words of the person's language. */
export function dayName(day: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'full' }): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, { ...options, timeZone: 'UTC' });
}
