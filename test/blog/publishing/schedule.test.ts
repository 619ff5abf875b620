import { describe, expect, it, test } from 'vitest';
import { dueSlot, minuteOfDay, nextSlot, type Schedule } from '../../../src/blog/publishing/schedule.ts';

const daily: Schedule = { every: 'day', minuteOfDay: 540, timeZone: 'Europe/Berlin' };
/** In January, Berlin is an hour ahead. */
const berlin = (day: string, time: string) => new Date(`${day}T${time}:00+01:00`);
const nothing = { from: null, taken: null };

test.each([
  ['09:00', 540],
  ['9:05', 545],
  ['00:00', 0],
  ['23:59', 1439],
  ['24:00', null],
  ['9', null],
  ['9:60', null],
  ['nine', null],
])('%s is %s minutes after midnight', (time, minutes) => {
  expect(minuteOfDay(time)).toBe(minutes);
});

describe('a daily schedule', () => {
  it('is due from its time until the day ends', () => {
    const dueAt = (time: string) =>
      dueSlot(daily, berlin('2026-01-15', time), { from: null, taken: '2026-01-14' }, 'latest');
    expect(dueAt('08:59')).toBeNull();
    expect(dueAt('09:00')?.day).toBe('2026-01-15');
    expect(dueAt('23:59')?.day).toBe('2026-01-15');
    expect(dueSlot(daily, berlin('2026-01-16', '00:00'), { from: null, taken: '2026-01-14' }, 'latest')).toBeNull();
  });

  it('is due once a day, even if the time of day or the zone changes, or the clock goes back', () => {
    const taken = { from: null, taken: '2026-01-15' };
    for (const missed of ['latest', 'each'] as const) {
      expect(dueSlot(daily, berlin('2026-01-15', '12:00'), taken, missed)).toBeNull();
      expect(dueSlot({ ...daily, minuteOfDay: 1080 }, berlin('2026-01-15', '19:00'), taken, missed)).toBeNull();
      expect(
        dueSlot({ ...daily, timeZone: 'America/New_York' }, berlin('2026-01-15', '19:00'), taken, missed),
      ).toBeNull();
      expect(dueSlot(daily, berlin('2026-01-14', '12:00'), taken, missed)).toBeNull();
    }
  });

  it('makes up for the latest missed time, or for each in order', () => {
    const past = { from: null, taken: '2026-01-11' };
    const now = berlin('2026-01-15', '10:00');
    expect(dueSlot(daily, now, past, 'latest')?.day).toBe('2026-01-15');
    expect(dueSlot(daily, now, past, 'each')).toEqual({ day: '2026-01-12', moment: berlin('2026-01-12', '09:00') });
    expect(dueSlot(daily, now, { from: null, taken: '2026-01-14' }, 'each')?.day).toBe('2026-01-15');
  });

  it('has no times before it began', () => {
    const from = berlin('2026-01-13', '14:00');
    expect(dueSlot(daily, berlin('2026-01-13', '15:00'), { from, taken: null }, 'latest')).toBeNull();
    expect(dueSlot(daily, berlin('2026-01-15', '10:00'), { from, taken: null }, 'each')?.day).toBe('2026-01-14');
    expect(dueSlot(daily, berlin('2026-01-15', '10:00'), nothing, 'each')?.day).toBe('2026-01-15');
  });

  it('has its next time after now and after the taken day', () => {
    expect(nextSlot(daily, berlin('2026-01-15', '08:00')).day).toBe('2026-01-15');
    expect(nextSlot(daily, berlin('2026-01-15', '09:00')).day).toBe('2026-01-16');
    expect(nextSlot(daily, berlin('2026-01-15', '08:00'), '2026-01-15').day).toBe('2026-01-16');
  });
});

test('each day of a year has one time, whatever the clocks do', () => {
  for (const timeZone of ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe']) {
    const schedule: Schedule = { every: 'day', minuteOfDay: 150, timeZone };
    const days: string[] = [];
    let moment = new Date('2018-01-01T00:00:00Z');
    while (days.length < 365) {
      const slot = nextSlot(schedule, moment);
      expect(slot.moment > moment).toBe(true);
      moment = slot.moment;
      days.push(slot.day);
    }
    expect(new Set(days).size).toBe(365);
    expect(Date.parse(days[364]) - Date.parse(days[0])).toBe(364 * 86_400_000);
  }
});

test('weekdays and single days of the week', () => {
  const daysOf = (every: Schedule['every'], count: number) => {
    const days: string[] = [];
    let moment = berlin('2026-01-15', '12:00');
    for (let i = 0; i < count; i++) {
      const slot = nextSlot({ ...daily, every }, moment);
      days.push(slot.day);
      moment = slot.moment;
    }
    return days;
  };
  expect(daysOf('weekday', 3)).toEqual(['2026-01-16', '2026-01-19', '2026-01-20']);
  expect(daysOf('sunday', 2)).toEqual(['2026-01-18', '2026-01-25']);
  const friday = { from: null, taken: '2026-01-09' };
  const dueOn = (day: string) => dueSlot({ ...daily, every: 'friday' }, berlin(day, '12:00'), friday, 'latest')?.day;
  expect([dueOn('2026-01-15'), dueOn('2026-01-19'), dueOn('2026-01-22')]).toEqual([
    undefined,
    '2026-01-16',
    '2026-01-16',
  ]);
});
