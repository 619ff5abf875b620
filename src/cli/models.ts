import type { DownloadableModel, ModelsEvent } from '../pipeline/events/models.ts';
import { models } from '../pipeline/models/models.ts';
import { modelsSettings } from '../pipeline/settings/models.ts';
import { byteCount } from '../project/byte-count.ts';
import { defineCommand } from './command.ts';
import { table } from './table.ts';

export const modelsCommand = defineCommand({
  arguments: [],
  settings: modelsSettings,
  examples: [
    ['tpdne models', 'Lists models that are here, and some to download.'],
    ['tpdne models --json', 'The same for another program.'],
    ['tpdne help models', 'This page.'],
  ],
  async run({ screen, project, tap }) {
    const events: ModelsEvent[] = [];
    for await (const event of tap(models(project))) {
      events.push(event);
    }
    const there = events.filter((event) => event.type !== 'downloadable');
    const others = events.filter((event) => event.type === 'downloadable');
    if (there.length > 0)
      screen.print(table([['model', 'parameters', 'bytes', 'format', 'from'], ...there.map(rowOf)]));
    if (there.length > 0 && others.length > 0) screen.print('');
    if (others.length > 0) screen.print(table([offerTitles, ...others.map(offerOf)]));
    screen.note(
      'tpdne download <name> gets one; of any other supported model on Hugging Face: tpdne download owner/name',
    );
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

const offerTitles = ['to download', 'parameters', 'bytes', 'context', 'bits/byte', 'minutes', 'licence'];

function offerOf(offer: DownloadableModel): (string | number)[] {
  const { name, parameters, bytes, context, bitsPerByte, minutes, licence, isGated } = offer;
  const terms = isGated ? `${licence}, gated` : licence;
  const size = bytes === null ? UNKNOWN : byteCount(bytes);
  return [name, parameters, size, context, bitsPerByte ?? UNKNOWN, minutes ?? UNKNOWN, terms];
}

const UNKNOWN = 'unknown';
