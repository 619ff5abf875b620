import type { DownloadableModel, ModelsEvent } from '../pipeline/events.ts';
import { models } from '../pipeline/models/models.ts';
import { modelsSettings } from '../pipeline/settings/models.ts';
import { byteCount } from '../project/byte-count.ts';
import { defineCommand } from './command.ts';
import { table } from './table.ts';

export const modelsCommand = defineCommand({
  arguments: [],
  settings: modelsSettings,
  async run({ settings, screen, project }) {
    const events: ModelsEvent[] = [];
    for await (const event of models(project)) {
      if (settings.json) screen.print(JSON.stringify(event));
      else events.push(event);
    }
    if (settings.json) return;
    const there = events.filter((event) => event.type !== 'downloadable');
    const others = events.filter((event) => event.type === 'downloadable');
    if (there.length > 0)
      screen.print(table([['model', 'parameters', 'bytes', 'format', 'from'], ...there.map(rowOf)]));
    if (there.length > 0 && others.length > 0) screen.print('');
    if (others.length > 0) screen.print(table([['to download', 'parameters', 'bytes', ''], ...others.map(offerOf)]));
    screen.note('Any other GPT-2 on Hugging Face: tpdne download owner/name');
  },
});

function rowOf(event: Exclude<ModelsEvent, DownloadableModel>): (string | number)[] {
  const { name, bytes } = event;
  if (event.type === 'unfinished') {
    return [name, '', byteCount(bytes), '', `incomplete; resume with tpdne download ${decodeURIComponent(name)}`];
  }
  const { parameters, format, from, problem } = event;
  if (problem !== null) return [name, '', byteCount(bytes), '', problem];
  return [name, parameters ?? '', byteCount(bytes), format ?? '', from ?? ''];
}

function offerOf({ name, parameters, bytes }: DownloadableModel): (string | number)[] {
  return [name, parameters, byteCount(bytes), `tpdne download ${name}`];
}
