import { type CommandSettings, commandSettings } from '../settings/command-settings.ts';
import { type Section, sections } from '../settings/sections.ts';
import type { Setting } from '../settings/settings-table.ts';

/** The settings behind one key of a config file, one per command that takes it; their ranges and defaults may differ. */
export type KeyUses = readonly { readonly command: string; readonly setting: Setting }[];

/** The keys of each section, in the order of the commands and their tables. */
export type ConfigKeys = ReadonlyMap<Section, ReadonlyMap<string, KeyUses>>;

/** The section of a config file that a command's setting belongs to; null for none. */
export function sectionOf({ section }: CommandSettings, setting: Setting): Section | null {
  return setting.section === undefined ? section : setting.section;
}

/** Every key that a config file may have. A command without a section adds none; it only uses keys of other commands. */
export function configKeys(commands: Readonly<Record<string, CommandSettings>> = commandSettings): ConfigKeys {
  const names = Object.keys(sections) as Section[];
  const keys = new Map(names.map((name) => [name, new Map<string, KeyUses>()] as const));
  for (const [command, entry] of Object.entries(commands)) {
    if (entry.section === null) continue;
    for (const [name, setting] of Object.entries(entry.settings)) {
      const section = sectionOf(entry, setting);
      if (section === null) continue;
      const uses = keys.get(section)!;
      uses.set(name, [...(uses.get(name) ?? []), { command, setting }]);
    }
  }
  return keys;
}
