import { nearest } from '../../nearest.ts';
import type { DownloadEvent } from '../../project/download-events.ts';
import { knownModels, remoteModel } from '../../project/known-models.ts';
import type { Project } from '../../project/project.ts';
import { type DownloadGiven, downloadSettings } from '../settings/download.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';

/**
 * Downloads a model into models/. An interrupted download is resumed; an existing model is left as it is. Throws
 * SettingFault, and the faults of `downloadModel`.
 */
export async function* download(
  given: DownloadGiven,
  { models }: Pick<Project, 'models'>,
): AsyncGenerator<DownloadEvent, void, undefined> {
  const { model, source } = checkSettings(downloadSettings, given);
  const remote = remoteModel(model);
  if (remote === null) throw noSuchModel(model);
  if (source === 'openai' && (remote.known?.isOpenai !== true || remote.revision !== null)) {
    const there = knownModels.filter(({ isOpenai }) => isOpenai).map(({ name }) => name);
    throw new SettingFault('source', `OpenAI only offers ${there.join(', ')}; ${model} is only on Hugging Face.`);
  }
  yield* models.download(remote, source);
}

function noSuchModel(model: string): SettingFault {
  const names = knownModels.flatMap(({ name, aliases }) => [name, ...aliases]);
  const near = nearest(model, names);
  const known = knownModels.map(({ name }) => name).join(', ');
  return new SettingFault(
    'model',
    `There is no model ${model} to download; choose ${known}, or any GPT-2 on Hugging Face by owner/name` +
      (near === null ? '.' : `; did you mean ${near}?`),
  );
}
