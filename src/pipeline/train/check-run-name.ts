import { isRunName } from '../../project/checkpoint-names.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** Throws SettingFault if the name cannot be that of a folder in checkpoint/. */
export function checkRunName(run_name: string): void {
  if (isRunName(run_name)) return;
  throw new SettingFault(
    'run_name',
    `\`run_name\` must be usable as a folder name in checkpoint/, and "${run_name}" is not.`,
  );
}
