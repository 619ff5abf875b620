import type { Frequency } from '../../../blog/publishing/schedule.ts';
import { type Timer, timeOf } from './timer.ts';

/** A service and a timer for the user's systemd instance. */
export function systemd({ words, schedule, command, folder, secrets }: Timer): string {
  const { every, minuteOfDay, timeZone } = schedule;
  return `# Save as ~/.config/systemd/user/tpdne-publish.service
[Unit]
Description=Publish a post
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory=${folder.replaceAll('%', '%%')}
${secrets.length === 0 ? '' : `# This file sets ${secrets.join(' and ')}; make it readable only by you (chmod 600).\nEnvironmentFile=%h/.config/tpdne-publish.env\n`}ExecStart=${[...command, ...words].map(unitWord).join(' ')}

# Save as ~/.config/systemd/user/tpdne-publish.timer, then:
#   systemctl --user enable --now tpdne-publish.timer
#   loginctl enable-linger    (so that it runs while you are logged out)
[Unit]
Description=Publish posts on schedule

[Timer]
OnCalendar=${daysOf(every)}*-*-* ${timeOf(minuteOfDay)}:00 ${timeZone}
Persistent=true

[Install]
WantedBy=timers.target
`;
}

function daysOf(every: Frequency): string {
  if (every === 'day') return '';
  return every === 'weekday' ? 'Mon..Fri ' : `${every.charAt(0).toUpperCase()}${every.slice(1, 3)} `;
}

/** Quotes a word for ExecStart. */
function unitWord(word: string): string {
  const plain = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@%+=:,./$-]+$/.test(plain) ? plain : `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
