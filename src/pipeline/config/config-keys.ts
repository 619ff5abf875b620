import { type CommandSettings, commandSettings } from '../settings/command-settings.ts';
import { type Section, sections } from '../settings/sections.ts';
import type { Setting } from '../settings/settings-table.ts';

/** A key of a config file, in its section: the settings of the commands that take it, which differ in range and default. */
export type KeyUses = readonly { readonly command: string; readonly setting: Setting }[];

/** The keys of each section, in the order of the commands and their tables. */
export type ConfigKeys = ReadonlyMap<Section, ReadonlyMap<string, KeyUses>>;

/** The section of a config file in which a setting of a command stands; null for none. */
export function sectionOf({ section }: CommandSettings, setting: Setting): Section | null {
  return setting.section === undefined ? section : setting.section;
}

/** Every key that a config file may have. A command without a section of its own adds none: it takes what others have. */
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
