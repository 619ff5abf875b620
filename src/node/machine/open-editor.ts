import { spawn } from 'node:child_process';
import { platform } from 'node:process';

/**
 * Opens a file in the person's editor, `$VISUAL` or else `$EDITOR`, and waits for it to end. As with git, the variable is a
 * command with words, such as `code --wait`. Returns what went wrong in a sentence, or null.
 */
export async function openEditor(
  environment: Readonly<Record<string, string | undefined>>,
  path: string,
): Promise<string | null> {
  const editor = [environment.VISUAL, environment.EDITOR].find((command) => (command ?? '').trim() !== '');
  if (editor === undefined) {
    return 'No editor is set: put one into the environment variable VISUAL or EDITOR, such as EDITOR=nano.';
  }
  const { code, problem } = await run(editor, path);
  if (problem !== null) return `The editor, ${editor}, could not be started: ${problem}.`;
  return code === 0 ? null : `The editor, ${editor}, ended with ${code === null ? 'a signal' : `exit code ${code}`}.`;
}

interface EditorEnd {
  readonly code: number | null;
  readonly problem: string | null;
}

function run(editor: string, path: string): Promise<EditorEnd> {
  return new Promise((resolve) => {
    const child =
      platform === 'win32'
        ? spawn(`${editor} "${path}"`, { shell: true, stdio: 'inherit' })
        : spawn('sh', ['-c', `${editor} "$@"`, editor, path], { stdio: 'inherit' });
    child.once('error', ({ message }) => resolve({ code: null, problem: message }));
    child.once('close', (code) => resolve({ code, problem: null }));
  });
}
