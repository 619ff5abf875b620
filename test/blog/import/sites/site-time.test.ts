import { expect, it } from 'vitest';
import { momentOf } from '../../../../src/blog/import/sites/site-time.ts';

it.each([
  ['2020-01-01', 'UTC', '2020-01-01T00:00:00Z'],
  ['2020-01-01', 'Europe/Oslo', '2019-12-31T23:00:00Z'],
  ['2020-07-01', 'Europe/Oslo', '2020-06-30T22:00:00Z'],
  ['2020-01-01T23:00:00', 'America/New_York', '2020-01-02T04:00:00Z'],
  ['2020-01-01T23:00:00', 'Asia/Kathmandu', '2020-01-01T17:15:00Z'],
  ['2020-01-01T23:00:00Z', 'Asia/Tokyo', '2020-01-01T23:00:00Z'],
  ['2020-01-01T23:00:00+02:00', 'Asia/Tokyo', '2020-01-01T21:00:00Z'],
  ['2020-01-01T23:00:00-03:30', 'UTC', '2020-01-02T02:30:00Z'],
  ['2020-03-29T12:00:00', 'Europe/Berlin', '2020-03-29T10:00:00Z'],
  ['2020-03-29T01:30:00', 'Europe/Berlin', '2020-03-29T00:30:00Z'],
  ['2020-01-01T10:00:00', 'Nowhere/Known', '2020-01-01T10:00:00Z'],
])('%s on the clock of %s is %s', (iso, zone, moment) => {
  expect(momentOf({ iso, written: iso }, zone)).toBe(Date.parse(moment));
});
