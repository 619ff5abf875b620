import type { Schedule } from '../../../blog/publishing/schedule.ts';
import type { ProgramFacts } from '../../../project/machine.ts';
import { type PublishSettings, publishSettings } from '../../settings/publish.ts';
import { cron } from './cron.ts';
import { githubActions } from './github-actions.ts';
import { systemd } from './systemd.ts';
import type { Timer } from './timer.ts';

const SECRETS = {
  folder: [],
  ghost: ['GHOST_ADMIN_API_KEY'],
  wordpress: ['WORDPRESS_USER', 'WORDPRESS_APPLICATION_PASSWORD'],
} as const;

/** The text that `print` asks for: files that run this command with the same settings on schedule. */
export function timerText(settings: PublishSettings, schedule: Schedule, program: ProgramFacts, now: Date): string {
  const isAway = settings.print === 'github-actions';
  const called: PublishSettings = {
    ...settings,
    print: null,
    wait: false,
    timezone: schedule.timeZone,
    // A runner's files are lost unless they are pushed.
    git: isAway ? 'push' : settings.git,
  };
  const timer: Timer = {
    words: ['publish', ...wordsOf(called)],
    schedule,
    command: program.command,
    packageAt: `${program.packageName}@${program.version}`,
    folder: program.folder,
    secrets: SECRETS[settings.to],
    refills: settings.refill > 0,
    now,
  };
  switch (settings.print) {
    case 'systemd':
      return systemd(timer);
    case 'cron':
      return cron(timer, new Intl.DateTimeFormat().resolvedOptions().timeZone);
    default:
      return githubActions(timer);
  }
}

/** The command line for the settings that differ from their defaults. */
function wordsOf(settings: PublishSettings): string[] {
  const words: string[] = [settings.queue];
  for (const [name, setting] of Object.entries(publishSettings)) {
    const value: unknown = settings[name as keyof PublishSettings];
    const byDefault: unknown = setting.default;
    if (name === 'queue' || value === byDefault) continue;
    if (typeof value === 'boolean') words.push(value ? `--${name}` : `--no-${name}`);
    else words.push(...[value].flat().flatMap((each) => [`--${name}`, String(each)]));
  }
  return words;
}
