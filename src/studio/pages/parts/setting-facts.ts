/** A setting of a command, as the server describes it: see Setting in pipeline/settings/settings-table.ts. */
export interface SettingFacts {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'boolean' | 'text' | 'path' | 'choice' | 'list' | 'texts' | 'strings';
  readonly help: string;
  readonly group?: string;
  readonly section: string | null;
  readonly default?: unknown;
  readonly absent?: string;
  readonly off?: string;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly words?: readonly string[];
  readonly choices?: readonly string[];
}
