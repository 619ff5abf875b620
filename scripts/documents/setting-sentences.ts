import { rangeOf, type Setting, type SettingsTable } from '../../src/pipeline/settings/settings-table.ts';

/** What a setting does. */
export const meaningOf = ({ help }: Setting, table: SettingsTable): string => inLibrary(help, table);

/** The values that a setting takes, if its type does not say it: 'A whole number of tokens, 1 or more.' Else empty. */
export function rangeSentence(setting: Setting): string {
  if (setting.type === 'boolean' || setting.type === 'choice' || setting.type === 'text') return '';
  const range = rangeOf(setting);
  return `${range[0].toUpperCase()}${range.slice(1)}.`;
}

/** What happens without the setting: 'Default: 1023.', or 'Required.' */
export function defaultSentence({ default: value, absent = 'none' }: Setting, table: SettingsTable): string {
  if (value === undefined) return 'Required.';
  if (value === null) return `Default: ${inLibrary(absent, table)}.`;
  return `Default: ${typeof value === 'string' ? `\`'${value}'\`` : String(value)}.`;
}

/**
 * A sentence about a setting, as the library says it: options of the command line are settings in code marks, so that `--every`
 * becomes `every`, and `--no-wait` becomes `wait: false`. Throws RangeError if it would end a comment.
 */
export function inLibrary(sentence: string, table: SettingsTable): string {
  if (sentence.includes('*/')) throw new RangeError(`A doc comment cannot contain: ${sentence}`);
  return sentence.replace(/--(no-)?([a-z_]+)/g, (option, no, name) => {
    if (!Object.hasOwn(table, name)) return `\`${option}\``;
    return no === undefined ? `\`${name}\`` : `\`${name}: false\``;
  });
}
