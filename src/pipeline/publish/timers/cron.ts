import { nextSlot } from '../../../blog/publishing/schedule.ts';
import { offsetMinutes } from '../../../blog/publishing/zoned-time.ts';
import { shellWord } from '../../../project/shell-word.ts';
import { type Timer, timeOf } from './timer.ts';

/**
 * A line for crontab. Cron uses the machine's clock, does not catch up on missed times, and its support for time zones
 * varies. So cron runs the command every hour, and the command knows when a post is due.
 */
export function cron({ words, schedule, command, folder, secrets, now }: Timer, machineZone: string): string {
  const { moment } = nextSlot(schedule, now);
  const minute = (((moment.getUTCMinutes() + offsetMinutes(machineZone, moment)) % 60) + 60) % 60;
  const program = [...command, ...words].map(shellWord).join(' ');
  // In a crontab, an unescaped percent sign ends the command.
  const line = `cd ${shellWord(folder)} && ${program} > /dev/null`.replaceAll('%', '\\%');
  const secret = secrets.map((name) => `# ${name}=... (on a separate line above the next one)\n`).join('');
  return `# For crontab -e. Checks every hour whether a post is due: at ${timeOf(schedule.minuteOfDay)} in ${schedule.timeZone},
# or later if the machine was off. It publishes at most one post for each time. Cron mails errors to you.
${secret}${Math.round(minute)} * * * * ${line}
`;
}
