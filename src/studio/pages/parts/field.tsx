import { useId, useState } from 'preact/hooks';
import type { SettingFacts } from './setting-facts.ts';

export type { SettingFacts };

export interface FieldProps {
  readonly setting: SettingFacts;
  /** Undefined: not given, so that the config file or the default counts. */
  readonly value: unknown;
  /** What counts if nothing is given: the value of the config file. */
  readonly usual?: unknown;
  readonly onChange: (value: unknown) => void;
  /** Words for people, instead of the name of the setting. */
  readonly label?: string;
  /** What it does, instead of the words of the command line's help. */
  readonly help?: string;
}

/** A field of a form for one setting, made from its entry in the table. */
export function Field({ setting, value, usual, onChange, label, help = setting.help }: FieldProps) {
  const id = useId();
  const name = label ?? readable(setting.name);
  if (setting.type === 'boolean') {
    return (
      <div class="field check">
        <input
          id={id}
          type="checkbox"
          checked={(value ?? usual ?? setting.default ?? false) === true}
          aria-describedby={`${id}-help`}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        <label for={id}>{name}</label>
        <p id={`${id}-help`}>{help}</p>
      </div>
    );
  }
  return (
    <div class="field">
      <label for={id}>
        {name}
        {setting.unit !== undefined && <span class="unit">{setting.unit}</span>}
      </label>
      <Input id={id} setting={setting} value={value} usual={usual} onChange={onChange} />
      <p id={`${id}-help`}>{help}</p>
    </div>
  );
}

function Input({ id, setting, value, usual, onChange }: FieldProps & { readonly id: string }) {
  const described = { id, 'aria-describedby': `${id}-help` };
  const placeholder = shown(usual ?? setting.default) || (setting.absent ?? '');
  if (setting.type === 'choice') {
    return (
      <select
        {...described}
        value={shown(value)}
        onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
      >
        <option value="">{placeholder === '' ? 'usual' : `usual (${placeholder})`}</option>
        {setting.choices?.map((choice) => (
          <option value={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  return <TextInput id={id} setting={setting} value={value} usual={usual} onChange={onChange} />;
}

/** What is typed stays as it is, though '0.' and an empty last line are no other value than '0' and the lines above. */
function TextInput({ id, setting, value, usual, onChange }: FieldProps & { readonly id: string }) {
  const [typed, setTyped] = useState('');
  const hasLines = setting.type === 'list' || setting.type === 'texts' || setting.type === 'strings';
  const read = (text: string) => (hasLines ? linesOf(text) : valueFrom(setting, text));
  const written = hasLines && Array.isArray(value) ? value.join('\n') : shown(value);
  const common = {
    id,
    'aria-describedby': `${id}-help`,
    placeholder: shown(usual ?? setting.default) || (setting.absent ?? ''),
    value: JSON.stringify(read(typed)) === JSON.stringify(value) ? typed : written,
  };
  const take = (text: string) => {
    setTyped(text);
    onChange(read(text));
  };
  if (hasLines) return <textarea {...common} rows={2} onInput={({ currentTarget }) => take(currentTarget.value)} />;
  const isNumber = setting.type === 'integer' || setting.type === 'number';
  return (
    <input
      {...common}
      type="text"
      inputMode={isNumber ? 'decimal' : 'text'}
      onInput={({ currentTarget }) => take(currentTarget.value)}
    />
  );
}

/** 'learning_rate' as 'Learning rate'. */
export function readable(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueFrom({ type }: SettingFacts, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  // What is not a number is sent as it is: the server says what was expected.
  return (type === 'integer' || type === 'number') && !Number.isNaN(number) ? number : trimmed;
}

function linesOf(text: string): string[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 0 ? undefined : lines;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
