import { LAST_DAY, type QueuedDraft, ranked } from './queue.ts';
import { dueSlot, type Missed, nextSlot, type Past, type Schedule, type Slot } from './schedule.ts';
import { dayIn } from './zoned-time.ts';

/** What goes out at a time of the schedule, as things stand. */
export interface AgendaEntry {
  readonly slot: Slot;
  /** Its time has come: it goes out as soon as something publishes. */
  readonly isDue: boolean;
  /** The draft that goes out; null if none is approved for it. */
  readonly draft: QueuedDraft | null;
}

export interface Agenda {
  /** In order of time; those that are due first. */
  readonly entries: readonly AgendaEntry[];
  /** Approved drafts that do not go out by the end, in their order. */
  readonly waiting: readonly QueuedDraft[];
}

export interface AgendaOptions {
  readonly schedule: Schedule;
  readonly missed: Missed;
  readonly past: Past;
  readonly drafts: readonly QueuedDraft[];
  readonly now: Date;
  /** Times after this are left out. */
  readonly until: Date;
}

/**
 * Lays approved drafts onto the times of a schedule as `publish` would at each of them, if nothing changes until then.
 * Before a schedule was first used, no time is due: it counts from then on.
 */
export function agenda({ schedule, missed, past, drafts, now, until }: AgendaOptions): Agenda {
  const entries: AgendaEntry[] = [];
  const left = new Set(drafts);
  const take = (day: string): QueuedDraft | null => {
    const draft = ranked([...left], null, day)[0]?.draft ?? null;
    if (draft !== null) left.delete(draft);
    return draft;
  };
  const from = past.from ?? now;
  const today = dayIn(schedule.timeZone, now);
  let { taken } = past;
  for (let slot = dueSlot(schedule, now, { from, taken }, missed); slot !== null; ) {
    // As for the date of the post: one that catches up on an earlier day has today's.
    const day = missed === 'each' ? slot.day : today;
    entries.push({ slot, isDue: true, draft: take(day) });
    taken = slot.day;
    slot = dueSlot(schedule, now, { from, taken }, missed);
  }
  for (let slot = nextSlot(schedule, now, taken); slot.moment <= until; slot = nextSlot(schedule, slot.moment, taken)) {
    entries.push({ slot, isDue: false, draft: take(slot.day) });
    taken = slot.day;
  }
  const approved = [...left].filter(({ approval }) => approval === 'approved');
  return { entries, waiting: ranked(approved, null, LAST_DAY).map(({ draft }) => draft) };
}

/** The times of a schedule between two moments, the first included, on days that are not taken. */
export function missedSlots(schedule: Schedule, from: Date, until: Date, taken: ReadonlySet<string>): Slot[] {
  const slots: Slot[] = [];
  const before = new Date(from.getTime() - 1);
  for (let slot = nextSlot(schedule, before); slot.moment < until; slot = nextSlot(schedule, slot.moment, slot.day)) {
    if (!taken.has(slot.day)) slots.push(slot);
  }
  return slots;
}
