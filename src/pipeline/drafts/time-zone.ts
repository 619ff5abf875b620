import { isTimeZone } from '../../blog/publishing/zoned-time.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** The zone that the setting `timezone` names, the computer's for null. Throws SettingFault for one that there is not. */
export function timeZoneOf(timezone: string | null): string {
  const timeZone = timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (isTimeZone(timeZone)) return timeZone;
  throw new SettingFault(
    'timezone',
    `timezone takes the name of a time zone, such as Europe/Berlin, got ${JSON.stringify(timeZone)}.`,
  );
}
