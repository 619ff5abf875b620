import { useState } from 'preact/hooks';
import type { ProjectFacts } from '../../protocol.ts';
import { api } from '../core/api.ts';
import { useAction, useGet } from '../core/hooks.ts';
import { Field, type SettingFacts } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';
import { SCHEDULE_FIELDS } from './schedule-fields.ts';

/** When posts go out, as the config file has it. */
export function ScheduleForm({ project, onSaved }: { readonly project: ProjectFacts; readonly onSaved: () => void }) {
  const settings = useGet<readonly SettingFacts[]>('/settings/publish');
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  const shown = (settings.value ?? []).filter(({ name }) => Object.hasOwn(SCHEDULE_FIELDS, name));
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
          label={SCHEDULE_FIELDS[setting.name].label}
          help={SCHEDULE_FIELDS[setting.name].help}
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
