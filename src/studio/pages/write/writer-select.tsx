import { useEnded, useExamination } from '../core/hooks.ts';

/** A model that can write, as a person chooses it, with the settings of `serve` that open it. */
export interface WriterChoice {
  readonly key: string;
  readonly label: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What can write: runs that have learned something, the newest first, and then base models. */
export function useWriters(): readonly WriterChoice[] {
  const found = useExamination([useEnded('run', 'train', 'remove', 'download')]).value;
  const runs = (found?.runs ?? []).filter(({ steps }) => steps !== null);
  const models = (found?.models ?? []).filter(({ problem }) => problem === null);
  return [
    ...runs.map(({ name, steps }) => ({
      key: `run ${name}`,
      label: `${name}, after ${steps?.toLocaleString('en')} steps`,
      settings: { run: name },
    })),
    ...models.map(({ name }) => ({
      key: `model ${name}`,
      label: `${name}, as it came`,
      settings: { model_name: name },
    })),
  ];
}

export interface WriterSelectProps {
  readonly writers: readonly WriterChoice[];
  readonly value: WriterChoice | null;
  readonly onChange: (writer: WriterChoice) => void;
  readonly label?: string;
}

export function WriterSelect({ writers, value, onChange, label = 'Who writes' }: WriterSelectProps) {
  const choose = (key: string) => {
    const writer = writers.find((each) => each.key === key);
    if (writer !== undefined) onChange(writer);
  };
  return (
    <div class="field">
      <label for="writer">{label}</label>
      <select id="writer" value={value?.key ?? ''} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {writers.length === 0 && <option value="">looking …</option>}
        {writers.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
