import { commandSettings } from '../../src/pipeline/settings/command-settings.ts';
import type { Setting, SettingsTable } from '../../src/pipeline/settings/settings-table.ts';
import { defaultSentence, meaningOf, rangeSentence } from './setting-sentences.ts';

/** Columns of a line of code, as in biome.json. */
const COLUMNS = 120;

/** Commands whose settings no function of the library takes. */
const withoutFunction: ReadonlySet<string> = new Set(['models', 'completion', 'studio']);

/** The tables of the commands whose settings a function of the library takes, by the name of their file in given/. */
export function givenCommands(): ReadonlyMap<string, SettingsTable> {
  const tables = Object.entries(commandSettings).map(([command, { settings }]) => [command, settings] as const);
  return new Map(tables.filter(([command]) => !withoutFunction.has(command)));
}

/** The name of the interface in given/<name>.ts. */
export const interfaceOf = (name: string) => `${name[0].toUpperCase()}${name.slice(1)}Given`;

/** The text of given/<name>.ts: an interface with a doc comment for each setting. */
export function givenInterface(name: string, table: SettingsTable): string {
  const properties = Object.entries(table).map(([key, setting]) => property(key, setting, table));
  return [
    '// Generated from the table of settings by `npm run generate`. Change the table, not this file.',
    '',
    `/** The settings of \`tpdne ${name}\`, as a caller gives them. */`,
    `export interface ${interfaceOf(name)} {`,
    ...properties,
    '}',
    '',
  ].join('\n');
}

function property(name: string, setting: Setting, table: SettingsTable): string {
  const facts = [rangeSentence(setting), defaultSentence(setting, table)].filter((fact) => fact !== '').join(' ');
  const comment = ['  /**', `   * ${meaningOf(setting, table)}`, '   *', `   * ${facts}`, '   */'];
  return [...comment, declaration(name, setting)].join('\n');
}

function declaration(name: string, setting: Setting): string {
  const isRequired = setting.default === undefined;
  const types = [
    ...typesOf(setting),
    ...(setting.default === null ? ['null'] : []),
    ...(isRequired ? [] : ['undefined']),
  ];
  const head = `  readonly ${name}${isRequired ? '' : '?'}:`;
  const line = `${head} ${types.join(' | ')};`;
  return line.length <= COLUMNS ? line : `${[head, ...types.map((type) => `    | ${type}`)].join('\n')};`;
}

/** The TypeScript types of a setting's values, as `GivenSettings` has them. */
function typesOf(setting: Setting): readonly string[] {
  switch (setting.type) {
    case 'integer':
    case 'number':
      return ['number', ...(setting.words ?? []).map(literal)];
    case 'boolean':
      return ['boolean'];
    case 'choice':
      return setting.choices.map(literal);
    case 'list':
    case 'texts':
      return ['readonly string[]'];
    case 'strings':
      return ['string', 'readonly string[]'];
    case 'text':
    case 'path':
      return ['string'];
  }
}

const literal = (word: string) => `'${word}'`;
