import { nextSlot } from '../../../blog/publishing/schedule.ts';
import { offsetMinutes } from '../../../blog/publishing/zoned-time.ts';
import { shellWord } from '../../../project/shell-word.ts';
import { type Timer, timeOf } from './timer.ts';

/**
 * A line for crontab. Cron has the machine's clock, makes up for nothing, and of time zones every cron knows something
 * else; so it is asked every hour, and this program knows when it is time.
 */
export function cron({ words, schedule, command, folder, secrets, now }: Timer, machineZone: string): string {
  const { moment } = nextSlot(schedule, now);
  const minute = (((moment.getUTCMinutes() + offsetMinutes(machineZone, moment)) % 60) + 60) % 60;
  const program = [...command, ...words].map(shellWord).join(' ');
  // Cron ends a command at a percent sign.
  const line = `cd ${shellWord(folder)} && ${program} > /dev/null`.replaceAll('%', '\\%');
  const secret = secrets.map((name) => `# ${name}=... (a line of its own above the next one)\n`).join('');
  return `# For crontab -e. It looks every hour whether a post is due, at ${timeOf(schedule.minuteOfDay)} in ${schedule.timeZone}
# or later where the machine was off; there is one at most for each time. Faults are mailed.
${secret}${Math.round(minute)} * * * * ${line}
`;
}
