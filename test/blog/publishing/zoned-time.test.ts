import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  addDays,
  dayIn,
  isTimeZone,
  momentOf,
  offsetMinutes,
  weekdayOf,
} from '../../../src/blog/publishing/zoned-time.ts';

const iso = (moment: Date | null) => moment?.toISOString().replace(':00.000Z', 'Z') ?? null;
const at = (hours: number, minutes = 0) => hours * 60 + minutes;

describe('momentOf', () => {
  test.each([
    ['on a usual day', '2026-01-15', at(9), 'Europe/Berlin', '2026-01-15T08:00Z'],
    ['in summer', '2026-07-15', at(9), 'Europe/Berlin', '2026-07-15T07:00Z'],
    ['in the hour that clocks skip, an hour later', '2026-03-29', at(2, 30), 'Europe/Berlin', '2026-03-29T01:30Z'],
    ['in the hour that occurs twice, the first time', '2026-10-25', at(2, 30), 'Europe/Berlin', '2026-10-25T00:30Z'],
    ['just after that hour', '2026-10-25', at(3), 'Europe/Berlin', '2026-10-25T02:00Z'],
    ['when midnight is skipped', '2018-11-04', at(0, 15), 'America/Sao_Paulo', '2018-11-04T03:15Z'],
    ['when the hour before midnight is skipped', '2024-03-30', at(23, 30), 'America/Nuuk', '2024-03-31T00:30Z'],
    ['when clocks change by half an hour', '2026-10-04', at(2, 15), 'Australia/Lord_Howe', '2026-10-03T15:45Z'],
    ['a day ahead of UTC', '2026-01-01', at(1), 'Pacific/Kiritimati', '2025-12-31T11:00Z'],
  ])('%s', (_, day, minute, zone, moment) => {
    expect(iso(momentOf(day, minute, zone))).toBe(moment);
  });

  it('is null on a day that a zone skipped', () => {
    expect(momentOf('2011-12-30', at(9), 'Pacific/Apia')).toBeNull();
    expect(iso(momentOf('2011-12-31', at(9), 'Pacific/Apia'))).toBe('2011-12-30T19:00Z');
  });

  it('is on its day, and the clock shows the time unless it is skipped', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Kathmandu',
      'UTC',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 1439 }),
        (zone, days, minute) => {
          const day = addDays('1990-01-01', days);
          const moment = momentOf(day, minute, zone)!;
          expect(dayIn(zone, moment)).toBe(day);
          const shown = new Date(moment.getTime() + offsetMinutes(zone, moment) * 60_000);
          const late = shown.getUTCHours() * 60 + shown.getUTCMinutes() - minute;
          // Clocks go forward by an hour, those of Lord Howe by half an hour.
          expect([0, 30, 60]).toContain(late);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('days are counted and named across months and years', () => {
  expect(addDays('2027-12-31', 1)).toBe('2028-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(weekdayOf('2026-11-24')).toBe(2);
});

test('isTimeZone recognises zones by name', () => {
  expect(['Europe/Berlin', 'UTC', 'Europe/Belin', '', 'CEST'].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
