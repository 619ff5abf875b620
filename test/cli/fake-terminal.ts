import type { KeyName, Terminal } from '../../src/cli/terminal.ts';

/** A terminal on which these keys are pressed, then Ctrl-C; records its screens, and when it is taken over. */
export function fakeTerminal(keys: readonly KeyName[], { columns = 80, rows = 24, hasColor = false } = {}) {
  const screens: string[] = [];
  const states: string[] = [];
  const left = [...keys];
  const terminal: Terminal = {
    columns,
    rows,
    hasColor,
    open: () => states.push('open'),
    close: () => states.push('close'),
    draw: (lines) => screens.push(lines.join('\n')),
    key: async () => left.shift() ?? null,
  };
  return { terminal, screens, states, left };
}
