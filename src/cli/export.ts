import { exportModel } from '../pipeline/export/export.ts';
import { exportSettings } from '../pipeline/settings/export.ts';
import { defineCommand } from './command.ts';
import { exportScreen } from './export-screen.ts';

export const exportCommand = defineCommand({
  arguments: ['out'],
  settings: exportSettings,
  examples: [
    ['tpdne export my-voice.gguf --to gguf', 'Writes the newest run for llama.cpp.'],
    ['tpdne export my-voice.gguf --to gguf --modelfile', 'Also writes a Modelfile for Ollama.'],
    ['tpdne export my-voice --to huggingface --run small', 'Writes a certain run for transformers.'],
  ],
  async run({ settings, screen, project, tap }) {
    const show = exportScreen(screen);
    for await (const event of tap(exportModel(settings, project))) show(event);
  },
});
