import { useId } from 'preact/hooks';
import type { ProjectFacts } from '../../protocol.ts';
import { api } from '../core/api.ts';
import { useAction } from '../core/hooks.ts';
import { Problem } from '../parts/problem.tsx';

export interface FormatSwitchProps {
  readonly project: ProjectFacts;
  /** The section of the config file, and the setting in it. */
  readonly section: 'site' | 'formats';
  readonly name: string;
  readonly onChange: () => void;
  readonly children: string;
}

/** A tick for a setting of how posts are read, kept in the config file. */
export function FormatSwitch({ project, section, name, onChange, children }: FormatSwitchProps) {
  const id = useId();
  const isOn = project.config?.settings.posts?.[name] === true;
  const change = useAction(async () => {
    await api('PUT', '/config', { changes: { [section]: { [name]: isOn ? null : true } } });
    onChange();
  });
  return (
    <div class="switch">
      <input id={id} type="checkbox" checked={isOn} disabled={change.isBusy} onChange={() => change.run()} />
      <label for={id}>{children}</label>
      <Problem text={change.problem} />
    </div>
  );
}
