import { describe, expect, it } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { type AgendaOptions, agenda, missedSlots } from '../../../src/blog/publishing/agenda.ts';
import { queuedDraft } from '../../../src/blog/publishing/queue.ts';
import type { Schedule } from '../../../src/blog/publishing/schedule.ts';

const schedule: Schedule = { every: 'weekday', minuteOfDay: 9 * 60, timeZone: 'UTC' };
/** A Wednesday, an hour after the time of the schedule. */
const now = new Date('2026-07-01T10:00:00Z');

const draft = (name: string, ...lines: string[]) =>
  queuedDraft(name, readPost(name, ['---', `title: ${name}`, ...lines, '---', 'x', ''].join('\n')));
const approved = (name: string) => draft(name, 'approved: true');

const laidOut = (some: Partial<AgendaOptions>) => {
  const { entries, waiting } = agenda({
    schedule,
    missed: 'latest',
    past: { from: new Date('2026-06-22T00:00:00Z'), taken: '2026-07-01' },
    drafts: [],
    now,
    until: new Date('2026-07-07T00:00:00Z'),
    ...some,
  });
  const shown = entries.map(({ slot, isDue, draft: next }) => `${slot.day}${isDue ? ' due' : ''} ${next?.name ?? '-'}`);
  return { shown, waiting: waiting.map(({ name }) => name) };
};

describe('an agenda', () => {
  it('has drafts in the order in which publish takes them, and times without one', () => {
    const drafts = [
      approved('b.md'),
      approved('a.md'),
      draft('c.md'),
      draft('d.md', 'approved: false'),
      draft('e.md', 'approved: true', 'approved_for: 2026-07-03'),
    ];
    expect(laidOut({ drafts })).toEqual({
      shown: ['2026-07-02 a.md', '2026-07-03 e.md', '2026-07-06 b.md'],
      waiting: [],
    });
    expect(laidOut({ drafts: drafts.slice(1) }).shown).toEqual(['2026-07-02 a.md', '2026-07-03 e.md', '2026-07-06 -']);
  });

  it('says which approved drafts go out after its end', () => {
    const drafts = [
      ...['a.md', 'b.md', 'c.md', 'd.md'].map(approved),
      draft('z.md', 'approved: true', 'approved_for: 2026-12-05'),
    ];
    expect(laidOut({ drafts }).waiting).toEqual(['z.md', 'd.md']);
  });

  it('has the time that is due, as missed says', () => {
    const past = { from: new Date('2026-06-22T00:00:00Z'), taken: '2026-06-26' };
    const drafts = ['a.md', 'b.md', 'c.md', 'd.md'].map(approved);
    expect(laidOut({ past, drafts }).shown.slice(0, 2)).toEqual(['2026-07-01 due a.md', '2026-07-02 b.md']);
    expect(laidOut({ past, drafts, missed: 'each' }).shown.slice(0, 4)).toEqual([
      '2026-06-29 due a.md',
      '2026-06-30 due b.md',
      '2026-07-01 due c.md',
      '2026-07-02 d.md',
    ]);
  });

  it('gives a draft for a day to a time that is made up for only once its day has come', () => {
    const past = { from: new Date('2026-06-22T00:00:00Z'), taken: '2026-06-29' };
    const drafts = [draft('a.md', 'approved: true', 'approved_for: 2026-07-01')];
    expect(laidOut({ past, drafts, missed: 'each' }).shown.slice(0, 2)).toEqual([
      '2026-06-30 due -',
      '2026-07-01 due a.md',
    ]);
    // With `latest`, the post of Friday may go out on Saturday, with the date of Saturday.
    const saturday = new Date('2026-07-04T10:00:00Z');
    const late = [draft('a.md', 'approved: true', 'approved_for: 2026-07-04')];
    expect(laidOut({ past, drafts: late, now: saturday }).shown[0]).toBe('2026-07-03 due a.md');
  });

  it('has nothing due before the schedule was first used', () => {
    const past = { from: null, taken: null };
    expect(laidOut({ past, drafts: [approved('a.md')] }).shown[0]).toBe('2026-07-02 a.md');
  });
});

describe('missed times', () => {
  it('are those on days that are not taken, between two moments', () => {
    const days = (from: string, until: string, ...taken: string[]) =>
      missedSlots(schedule, new Date(from), new Date(until), new Set(taken)).map(({ day }) => day);
    expect(days('2026-06-25T09:00:00Z', '2026-06-30T09:00:00Z', '2026-06-26')).toEqual(['2026-06-25', '2026-06-29']);
    expect(days('2026-06-25T09:00:01Z', '2026-06-30T09:00:01Z', '2026-06-26')).toEqual(['2026-06-29', '2026-06-30']);
    expect(days('2026-06-27T00:00:00Z', '2026-06-28T23:00:00Z')).toEqual([]);
  });
});
