import { useState } from 'preact/hooks';
import type { ProjectFacts } from '../../protocol.ts';
import { api } from '../core/api.ts';
import { useAction, useGet } from '../core/hooks.ts';
import { Field, type SettingFacts } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';

/** The settings that say when posts go out, in their order, with words for people. */
const FIELDS: Readonly<Record<string, { readonly label: string; readonly help: string }>> = {
  every: {
    label: 'How often',
    help: 'Every day, every weekday (Monday to Friday), or on one day of each week. Once: only when you publish a post.',
  },
  at: { label: 'At what time', help: 'Hours and minutes, such as 09:00 or 18:30.' },
  timezone: {
    label: 'Time zone',
    help: 'Where this time and the dates of your posts are counted, such as Europe/Berlin or America/New_York.',
  },
  missed: {
    label: 'Times that were missed',
    help: 'While nothing published, because the computer was off, say. Latest: one post makes up for all of them. Each: a post for every one.',
  },
};

/** When posts go out, as the config file has it. */
export function ScheduleForm({ project, onSaved }: { readonly project: ProjectFacts; readonly onSaved: () => void }) {
  const settings = useGet<readonly SettingFacts[]>('/settings/publish');
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  const shown = (settings.value ?? []).filter(({ name }) => Object.hasOwn(FIELDS, name));
  const now = project.config?.settings.publish ?? {};
  const save = useAction(async () => {
    const changes: Record<string, Record<string, unknown>> = {};
    for (const { name, section } of shown) {
      if (!Object.hasOwn(values, name)) continue;
      changes[section ?? 'publishing'] = { ...changes[section ?? 'publishing'], [name]: values[name] ?? null };
    }
    await api('PUT', '/config', { changes });
    setValues({});
    onSaved();
  });
  if (project.config !== null && !project.config.isEditable) {
    return <p>The schedule is in {project.config.path}, which is a program; change it there.</p>;
  }
  return (
    <form
      class="schedule-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.run();
      }}
    >
      <Problem text={settings.problem ?? save.problem} />
      {shown.map((setting) => (
        <Field
          key={setting.name}
          setting={setting}
          label={FIELDS[setting.name].label}
          help={FIELDS[setting.name].help}
          value={Object.hasOwn(values, setting.name) ? values[setting.name] : now[setting.name]}
          onChange={(value) => setValues((before) => ({ ...before, [setting.name]: value }))}
        />
      ))}
      <button type="submit" class="primary" disabled={save.isBusy || Object.keys(values).length === 0}>
        Save in {project.config?.path ?? 'tpdne.config.json'}
      </button>
    </form>
  );
}
