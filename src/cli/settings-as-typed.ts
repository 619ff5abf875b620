/**
 * Shows the names of settings, which are in backticks in `marked`, as they are typed: '--out is missing'. `positional`: those
 * that are given without an option.
 */
export function settingsAsTyped(marked: string, positional: readonly string[] = []): string {
  return marked.replace(/`([\w-]+)`( true| false)?/g, (_, setting: string, value: string | undefined) => {
    if (positional.includes(setting)) return `${setting}${value ?? ''}`;
    return value === ' false' ? `--no-${setting}` : `--${setting}`;
  });
}
