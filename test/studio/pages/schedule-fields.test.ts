import { expect, test } from 'vitest';
import { publishSettings } from '../../../src/pipeline/settings/publish.ts';
import { SCHEDULE_FIELDS, TIMERS } from '../../../src/studio/pages/calendar/schedule-fields.ts';

test('the fields of the schedule are settings of publish, in plain words without options', () => {
  for (const [name, { label, help }] of Object.entries(SCHEDULE_FIELDS)) {
    expect(Object.keys(publishSettings)).toContain(name);
    expect(`${label} ${help}`).not.toMatch(/--|`/);
  }
});

test('every timer that publish can print is offered', () => {
  expect(TIMERS.map(({ print }) => print)).toEqual(publishSettings.print.choices);
});
