import type { Ranks } from '../../project/ranks.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** Throws SettingFault for machines on which nothing was started. `does` completes the message: 'train'. */
export function requireStarted(
  { hosts }: { readonly hosts: readonly string[] | null },
  { size }: Ranks,
  does: string,
): void {
  if (hosts === null || size > 1) return;
  throw new SettingFault(
    'hosts',
    hosts.length < 2
      ? `\`hosts\` names the machines that ${does} together: two or more, this one first.`
      : '`hosts` needs mpirun, which starts the command on each of them: use it on the command line.',
  );
}
