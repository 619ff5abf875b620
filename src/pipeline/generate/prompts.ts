import type { Files } from '../../project/files.ts';
import { readTextFile } from '../../project/text/read-text-file.ts';
import type { GenerateSettings } from '../settings/generate.ts';

/** The texts to continue, in order; an empty one to start a new text if none is given. Throws UnreadableFault. */
export async function promptsOf(
  files: Files,
  { prompt, prompt_file, encoding }: Pick<GenerateSettings, 'prompt' | 'prompt_file' | 'encoding'>,
): Promise<readonly string[]> {
  const prompts = [...(prompt ?? [])];
  for (const path of prompt_file ?? []) prompts.push(withoutLastBreak(await readTextFile(files, path, encoding)));
  return prompts.length === 0 ? [''] : prompts;
}

/** Without the line break that editors and `echo` put at the end: a model would continue on a new line after it. */
export function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '');
}
