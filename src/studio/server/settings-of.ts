import { readConfig } from '../../pipeline/config/read-config.ts';
import { checkSettings, type SettingsOf, type SettingsTable } from '../../pipeline/settings/settings-table.ts';
import type { Project } from '../../project/project.ts';

/** The settings of a command without options: those of the config file, or the defaults. Throws ConfigFault and SettingFault. */
export async function settingsOf<Table extends SettingsTable>(
  project: Project,
  command: string,
  table: Table,
): Promise<SettingsOf<Table>> {
  const config = await readConfig(project, null, '.');
  return checkSettings(table, config?.settingsOf(command) ?? {});
}
