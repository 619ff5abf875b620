import { isTimeZone } from '../../blog/publishing/zoned-time.ts';
import { SettingFault } from '../settings/settings-table.ts';

/**
 * The time zone that the setting `timezone` names, or the computer's for null. Throws SettingFault for an unknown zone.
 */
export function timeZoneOf(timezone: string | null): string {
  const timeZone = timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (isTimeZone(timeZone)) return timeZone;
  throw new SettingFault(
    'timezone',
    `\`timezone\` must be the name of a time zone, such as Europe/Berlin, not ${JSON.stringify(timeZone)}.`,
  );
}
