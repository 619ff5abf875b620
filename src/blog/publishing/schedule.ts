import { addDays, dayIn, momentOf, weekdayOf } from './zoned-time.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** How often a post is published; `weekday` is Monday to Friday. */
export const FREQUENCIES = ['day', 'weekday', ...WEEKDAYS.slice(1), WEEKDAYS[0]] as const;
export type Frequency = 'day' | 'weekday' | (typeof WEEKDAYS)[number];

/** When posts are published. */
export interface Schedule {
  readonly every: Frequency;
  /** Minutes after midnight in the zone. */
  readonly minuteOfDay: number;
  readonly timeZone: string;
}

/** A time of a schedule. Its day identifies it: there is at most one per day, whatever the clocks do. */
export interface Slot {
  readonly day: string;
  readonly moment: Date;
}

/** The past according to a journal. */
export interface Past {
  /** The moment from which times count; null if the schedule has not been used yet. */
  readonly from: Date | null;
  /** The latest day whose time is taken; null if none is. */
  readonly taken: string | null;
}

/** What to do about missed times: make up for the latest only, or for each. */
export type Missed = 'latest' | 'each';

/** '9:05' and '09:05' give 545; null for an invalid time. */
export function minuteOfDay(time: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(time.trim()) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

/** The first time of a schedule after a moment and after the taken day. */
export function nextSlot(schedule: Schedule, after: Date, taken: string | null = null): Slot {
  let day = dayIn(schedule.timeZone, after);
  if (taken !== null && taken >= day) day = addDays(taken, 1);
  for (; ; day = addDays(day, 1)) {
    const slot = slotOn(schedule, day);
    if (slot !== null && slot.moment > after) return slot;
  }
}

/**
 * The time for which a post is due now; null if none is. With `latest` it is the last time up to `now`, and it stays
 * due until the day of the next one begins. With `each` it is the first time that is not taken, however long ago.
 */
export function dueSlot(schedule: Schedule, now: Date, { from, taken }: Past, missed: Missed): Slot | null {
  const today = dayIn(schedule.timeZone, now);
  const last = lastSlot(schedule, now);
  const isFree = (slot: Slot) => (taken === null || slot.day > taken) && (from === null || slot.moment >= from);
  if (!isFree(last)) return null;
  if (missed === 'latest' || (taken === null && from === null)) {
    return nextSlot(schedule, last.moment).day > today ? last : null;
  }
  const begin = taken === null ? dayIn(schedule.timeZone, from!) : addDays(taken, 1);
  for (let day = begin; day < last.day; day = addDays(day, 1)) {
    const slot = slotOn(schedule, day);
    if (slot !== null && isFree(slot)) return slot;
  }
  return last;
}

/** The last time of a schedule up to a moment. */
export function lastSlot(schedule: Schedule, until: Date): Slot {
  for (let day = dayIn(schedule.timeZone, until); ; day = addDays(day, -1)) {
    const slot = slotOn(schedule, day);
    if (slot !== null && slot.moment <= until) return slot;
  }
}

function slotOn({ every, minuteOfDay, timeZone }: Schedule, day: string): Slot | null {
  if (!isOn(every, weekdayOf(day))) return null;
  const moment = momentOf(day, minuteOfDay, timeZone);
  return moment === null ? null : { day, moment };
}

function isOn(every: Frequency, weekday: number): boolean {
  if (every === 'day') return true;
  return every === 'weekday' ? weekday >= 1 && weekday <= 5 : WEEKDAYS[weekday] === every;
}
