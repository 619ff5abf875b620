import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { completionCommand } from '../../src/cli/completion.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

async function script(shell: string): Promise<string> {
  const { surroundings, printed } = fakeSurroundings();
  await completionCommand.run({ ...surroundings, commands, config: null, settings: { shell } });
  return printed.join('\n');
}

function isThere(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true']);
    return true;
  } catch {
    return false;
  }
}

/** What bash offers for a line of which the last word is being typed. */
function offered(file: string, words: readonly string[]): string[] {
  const line = `source ${file}; COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _tpdne; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', line, 'bash', ...words], { encoding: 'utf8' })
    .split('\n')
    .filter((word) => word !== '');
}

test.skipIf(!isThere('bash'))('bash completes commands, options and choices', async () => {
  const file = join(temporaryFolder(), 'tpdne.bash');
  writeFileSync(file, await script('bash'));
  expect(offered(file, ['tpdne', 'in'])).toEqual(['init', 'interactive']);
  expect(offered(file, ['tpdne', 'help', 'ev'])).toEqual(['evaluate']);
  expect(offered(file, ['tpdne', 'train', '--val_b'])).toEqual(['--val_batch_size', '--val_batch_count']);
  expect(offered(file, ['tpdne', 'run', '--format', ''])).toEqual(['text', 'markdown']);
  expect(offered(file, ['tpdne', 'generate', '--no-st'])).toEqual(['--no-stop_at_end']);
  // Files are left to bash.
  expect(offered(file, ['tpdne', 'run', '--out', 'po'])).toEqual([]);
});

test.each(['bash', 'zsh', 'fish'])('%s understands its script', async (shell) => {
  const text = await script(shell);
  for (const { name } of commands) expect(text).toContain(name);
  if (!isThere(shell)) return;
  const file = join(temporaryFolder(), 'script');
  writeFileSync(file, text);
  expect(() => execFileSync(shell, ['-n', file])).not.toThrow();
});
