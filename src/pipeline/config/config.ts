import type { commandSettings } from '../settings/command-settings.ts';
import type { Section } from '../settings/sections.ts';
import type { Setting, Value } from '../settings/settings-table.ts';

/** The content of a config file: the settings of all commands, each in its section. */
export type Config = { readonly $schema?: string } & { readonly [Name in Section]?: SectionConfig<Name> };

/** Returns its argument; it gives tpdne.config.ts the names and types of all settings. */
export function defineConfig(config: Config): Config {
  return config;
}

/** A key that several commands share accepts what any of them accepts. */
type SectionConfig<Name extends Section> = {
  readonly [Each in Extract<EntryIn<Name>, Entry> as Each['name']]?: Value<Each['setting']>;
};

interface Entry {
  readonly name: string;
  readonly setting: Setting;
}

type Tables = typeof commandSettings;

/** Every setting in a section, over all commands that have a section. */
type EntryIn<Name extends Section> = { [Command in keyof Tables]: EntryOf<Tables[Command], Name> }[keyof Tables];

type EntryOf<Command, Name extends Section> = Command extends {
  readonly settings: infer Table extends Readonly<Record<string, Setting>>;
  readonly section: infer Own extends Section;
}
  ? {
      [Key in keyof Table & string]: Name extends SectionOf<Table[Key], Own>
        ? { readonly name: Key; readonly setting: Table[Key] }
        : never;
    }[keyof Table & string]
  : never;

type SectionOf<Each, Own> = Each extends { readonly section: infer Named } ? Named : Own;
