import { generate } from '../pipeline/generate/generate.ts';
import { withoutLastBreak } from '../pipeline/generate/prompts.ts';
import { generateSettings } from '../pipeline/settings/generate.ts';
import type { SettingsOf } from '../pipeline/settings/settings-table.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { defineCommand } from './command.ts';
import { downloadScreen } from './download-screen.ts';
import { noteShades } from './show-logprobs.ts';
import { showReading } from './show-reading.ts';
import { type ShownTexts, showTexts } from './show-texts.ts';
import { showWriter } from './show-writer.ts';
import type { ReadInput } from './standard-input.ts';

export const generateCommand = defineCommand({
  arguments: [],
  settings: generateSettings,
  examples: [
    ['tpdne generate --nsamples 3', 'Writes three texts with the newest run.'],
    ['tpdne generate --prompt "On Sunday" --nsamples 1', 'Continues a text; --prompt - continues what is piped in.'],
    ['tpdne generate --run small --temperature 0.7 --nsamples 1', 'Writes with a certain run, more carefully.'],
  ],
  sharesWork: true,
  essential: ['prompt', 'nsamples', 'length', 'temperature', 'run'],
  async run({ settings: given, screen, signal, project, readInput, tap }) {
    const settings = { ...given, prompt: await withInput(given.prompt, readInput) };
    if (settings.logprobs !== null) noteShades(screen);
    const show = showTexts(screen, shownTexts(settings));
    const showDownload = downloadScreen(screen);
    const showPosts = showReading(screen);
    try {
      for await (const event of tap(generate(settings, project))) {
        if (isDownloadEvent(event)) {
          showDownload(event);
          continue;
        }
        switch (event.type) {
          case 'text-written':
            screen.note(`Wrote ${event.path}`);
            break;
          case 'notice':
            screen.note(event.text);
            break;
          case 'text-rejected':
            screen.note(`Rejected text ${event.number} (${event.reason}); writing another one.`);
            break;
          case 'models-unavailable':
            screen.note(`Judging texts without the models: ${event.reason}`);
            break;
          case 'text-grew':
          case 'text-done':
          case 'prompt-cut':
            show(event);
            break;
          case 'writer':
          case 'device':
          case 'seed-drawn':
            showWriter(event, screen);
            break;
          case 'skipped':
            break;
          default:
            showPosts(event);
        }
      }
    } catch (error) {
      // With `nsamples` 0, texts are written until Ctrl-C, so stopping is not an error.
      if (settings.nsamples !== 0 || error !== signal.reason) throw error;
      screen.print('');
    }
  },
});

type Settings = SettingsOf<typeof generateSettings>;

/** The prompts, with standard input in place of `-`. */
async function withInput(prompts: Settings['prompt'], readInput: ReadInput): Promise<Settings['prompt']> {
  if (prompts === null) return null;
  const read = async (prompt: string) => (prompt === '-' ? withoutLastBreak(await readInput()) : prompt);
  return Promise.all(prompts.map(read));
}

function shownTexts({ prompt, prompt_file, nsamples, batch_size, best_of, max_copied }: Settings): ShownTexts {
  const prompts = (prompt?.length ?? 0) + (prompt_file?.length ?? 0);
  // Texts that are checked or chosen from several are shown when complete.
  const batchSize = best_of === 1 && max_copied === null ? batch_size : Infinity;
  return { batchSize, isOnly: nsamples === 1 && prompts <= 1 };
}
