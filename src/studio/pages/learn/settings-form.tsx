import { useState } from 'preact/hooks';
import { counted } from '../core/words.ts';
import { Field, readable, type SettingFacts } from '../parts/field.tsx';
import { grouped, type Values } from './form.ts';

/** How much the person wants to decide. */
export type Depth = 'nothing' | 'usual' | 'all';

const DEPTHS: readonly (readonly [Depth, string])[] = [
  ['nothing', 'Nothing'],
  ['usual', 'The usual'],
  ['all', 'Everything'],
];

/** The settings that matter most, with words for people. */
const USUAL: Readonly<Record<string, string>> = {
  run_name: 'Name of the run',
  steps: 'Steps at most',
  epochs: 'Passes at most',
  count: 'Drafts to write afterwards',
  learning_rate: 'How much each step changes',
  adapter: 'Train all weights, or an adapter',
  sample_prompt: 'Show on the way how it continues',
};

export function DepthChoice({ depth, onChange }: { readonly depth: Depth; readonly onChange: (depth: Depth) => void }) {
  return (
    <fieldset class="depth">
      <legend>How much do you want to decide?</legend>
      {DEPTHS.map(([name, words]) => (
        <label key={name} class={name === depth ? 'chosen' : ''}>
          <input type="radio" name="depth" checked={name === depth} onChange={() => onChange(name)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

export interface SettingsFormProps {
  readonly table: readonly SettingFacts[];
  readonly given: Values;
  readonly config: Values;
  readonly give: (name: string, value: unknown) => void;
}

/** The settings that matter most. */
export function UsualSettings({ table, ...form }: SettingsFormProps) {
  return <Fields table={table.filter(({ name }) => name in USUAL)} {...form} />;
}

/** Fields for some settings. */
export function Fields({ table, given, config, give }: SettingsFormProps) {
  return (
    <div class="fields">
      {table.map((setting) => (
        <Field
          key={setting.name}
          setting={setting}
          value={given[setting.name]}
          usual={config[setting.name]}
          onChange={(value) => give(setting.name, value)}
          label={USUAL[setting.name] ?? readable(setting.name)}
        />
      ))}
    </div>
  );
}

/** All settings in their groups, with a search. */
export function AllSettings({ table, ...form }: SettingsFormProps) {
  const [search, setSearch] = useState('');
  const groups = grouped(table, search);
  const found = groups.reduce((sum, [, settings]) => sum + settings.length, 0);
  return (
    <>
      <div class="field">
        <label for="settings-search">Search the settings</label>
        <input
          id="settings-search"
          type="search"
          value={search}
          placeholder="such as rate, memory or title"
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <p aria-live="polite">{counted(found, 'setting')}</p>
      </div>
      {groups.map(([name, settings]) => (
        <details key={name} open={search.trim() !== ''} class="settings-group">
          <summary>
            {name === '' ? 'The work' : name} <span class="small">({settings.length})</span>
          </summary>
          <Fields table={settings} {...form} />
        </details>
      ))}
    </>
  );
}

export interface DifferencesProps {
  /** What was given, and is not what counts anyway. */
  readonly given: Values;
  readonly give: (name: string, value: unknown) => void;
  /** Null if the config file cannot be changed. */
  readonly onKeep: (() => void) | null;
  readonly configName: string;
}

/** What differs from the config file. */
export function Differences({ given, give, onKeep, configName }: DifferencesProps) {
  const entries = Object.entries(given);
  if (entries.length === 0) return null;
  return (
    <section class="differences" aria-label="What differs from the config file">
      <p class="small">Different from {configName}, for this time:</p>
      <ul>
        {entries.map(([name, value]) => (
          <li key={name}>
            <code>{name}</code> {Array.isArray(value) ? value.join(', ') : String(value)}
            <button type="button" class="quiet" aria-label={`Take ${name} back`} onClick={() => give(name, undefined)}>
              ×
            </button>
          </li>
        ))}
      </ul>
      {onKeep !== null && (
        <button type="button" class="quiet" onClick={onKeep}>
          Keep these in {configName}
        </button>
      )}
    </section>
  );
}
