import { type Section, sections } from '../settings/sections.ts';
import { boundsOf, type Setting } from '../settings/settings-table.ts';
import { type ConfigKeys, configKeys, type KeyUses } from './config-keys.ts';

/** A JSON schema, as plain JSON. */
export type Schema = Readonly<Record<string, unknown>>;

/** The JSON schema of tpdne.config.json, for completion and checks in an editor. */
export function configSchema(keys: ConfigKeys = configKeys()): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'tpdne.config.json',
    description: 'Settings of tpdne. Options on the command line override them.',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      ...Object.fromEntries(Array.from(keys, ([name, known]) => [name, sectionSchema(name, known)])),
    },
    additionalProperties: false,
  };
}

function sectionSchema(name: Section, known: ReadonlyMap<string, KeyUses>): Schema {
  return {
    type: 'object',
    description: sections[name],
    properties: Object.fromEntries(Array.from(known, ([key, uses]) => [key, keySchema(uses)])),
    additionalProperties: false,
  };
}

/** Accepts any value that one of the commands accepts; equal schemas are merged. */
function keySchema(uses: KeyUses): Schema {
  const values = new Map(uses.map(({ setting }) => [JSON.stringify(valueSchema(setting)), valueSchema(setting)]));
  const [only, ...others] = values.values();
  return { description: descriptionOf(uses), ...(others.length === 0 ? only : { anyOf: [only, ...others] }) };
}

/** What the key does and its default, with the commands that this applies to. */
function descriptionOf(uses: KeyUses): string {
  const commands = new Map<string, string[]>();
  for (const { command, setting } of uses) {
    const text = `${setting.help}${unitOf(setting)} ${withoutIt(setting)}`.trim();
    commands.set(text, [...(commands.get(text) ?? []), command]);
  }
  return Array.from(commands, ([text, names]) => `${text} (${names.join(', ')})`).join('\n');
}

function unitOf(setting: Setting): string {
  const isNumber = setting.type === 'integer' || setting.type === 'number';
  const facts = isNumber ? [setting.unit ?? '', boundsOf(setting)].filter((fact) => fact !== '') : [];
  return facts.length === 0 ? '' : ` [${facts.join(', ')}]`;
}

function withoutIt(setting: Setting): string {
  if (setting.default === undefined) return '';
  return setting.default === null ? `Default: ${setting.absent}.` : `Default: ${JSON.stringify(setting.default)}.`;
}

function valueSchema(setting: Setting): Schema {
  const value = givenSchema(setting);
  return setting.default === null ? { anyOf: [value, { type: 'null' }] } : value;
}

function givenSchema(setting: Setting): Schema {
  switch (setting.type) {
    case 'integer':
    case 'number': {
      const { type, min, max, above, below, words = [] } = setting;
      const bounds = { minimum: min, maximum: max, exclusiveMinimum: above, exclusiveMaximum: below };
      const number = { type, ...Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)) };
      return words.length === 0 ? number : { anyOf: [number, { enum: words }] };
    }
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: setting.choices };
    case 'list':
    case 'texts':
      return { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 };
    case 'strings': {
      const text = setting.mayBeEmpty === true ? { type: 'string' } : { type: 'string', minLength: 1 };
      return { anyOf: [text, { type: 'array', items: text, minItems: 1 }] };
    }
    case 'path':
      return { type: 'string', minLength: 1 };
    case 'text':
      return { type: 'string' };
  }
}
