import { describe, expect, it } from 'vitest';
import { dateStyleOf, writeDate } from '../../../src/blog/drafts/date-style.ts';

describe('date styles', () => {
  it.each([
    ['2014-02-09', '2021-05-06'],
    ['2014/02/09', '2021/05/06'],
    ['2014-02-09 16:40', '2021-05-06 23:30'],
    ['2014-02-09 16:40:00 +0000', '2021-05-06 23:30:07 +0000'],
    ['2014-02-09 16:40:00 -0330', '2021-05-06 20:00:07 -0330'],
    ['2014-02-09T16:40:00+02:00', '2021-05-07T01:30:07+02:00'],
    ['2014-02-09T16:40:00.000Z', '2021-05-06T23:30:07.089Z'],
    ['2014-02-09 16:40:00 UTC', '2021-05-06 23:30:07 UTC'],
    ['Jul 08 2022', 'May 06 2021'],
    ['July 8, 2022', 'May 6, 2021'],
    ['12 July 2022', '06 May 2021'],
  ])('%j learned writes %j', (written, now) => {
    expect(writeDate(new Date('2021-05-06T23:30:07.089Z'), dateStyleOf(written)!)).toBe(now);
  });

  it('rejects unknown styles', () => {
    expect(dateStyleOf('Last Modified')).toBeNull();
    expect(dateStyleOf('9. Februar 2014')).toBeNull();
  });
});
