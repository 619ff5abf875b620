import { isRunName } from '../../project/checkpoint-names.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** Throws SettingFault for a name that cannot be that of a folder in checkpoint/. */
export function checkRunName(run_name: string): void {
  if (isRunName(run_name)) return;
  throw new SettingFault('run_name', `run_name is to be a folder in checkpoint/, which "${run_name}" cannot be.`);
}
