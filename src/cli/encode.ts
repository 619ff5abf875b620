import { encode } from '../pipeline/encode/encode.ts';
import { encodeSettings } from '../pipeline/settings/encode.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { downloadScreen } from './download-screen.ts';
import { showReading } from './show-reading.ts';

export const encodeCommand = defineCommand({
  arguments: ['in_text', 'out_npz'],
  settings: encodeSettings,
  examples: [
    ['tpdne encode posts.txt posts.npz', 'Turns text into tokens of GPT-2.'],
    ['tpdne encode content/posts posts.npz --model_name smollm2-135m', 'Uses the vocabulary of another model.'],
    ['tpdne encode posts.txt posts.npz --combine 50000', 'Joins short texts, as the script of 2019 does.'],
  ],
  essential: ['model_name', 'combine', 'format', 'end_mark_as_text', 'overwrite'],
  async run({ settings, screen, project, tap }) {
    const showDownload = downloadScreen(screen);
    const show = showReading(screen);
    for await (const event of tap(encode(settings, project))) {
      if (isDownloadEvent(event)) showDownload(event);
      else if (event.type === 'skipped') screen.note(`Skipped ${event.path}: ${event.reason}`);
      else if (event.type !== 'encoded') show(event);
      else {
        const { path, tokens, chunks } = event;
        screen.print(`${path}: ${counted(tokens, 'token')} in ${counted(chunks, 'chunk')}`);
      }
    }
  },
});
