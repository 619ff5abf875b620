import { join } from 'pathe';
import { type AdapterSettings, adaptedLayers, adapterTable } from '../../engine/models/adapters/adapter-layers.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import { parameterCount } from '../../engine/models/parameters.ts';
import { TRAINER } from '../../project/checkpoint-names.ts';
import { folderBytes } from '../../project/folder-bytes.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import { readOrigin } from '../../project/origin.ts';
import { exists } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { adapterIn, adapterSettings } from '../models/adapter-folder.ts';
import { weightsDigest } from '../models/base-identity.ts';
import { bundledModel, type ModelFolder } from '../models/find-model.ts';
import { licenceOf } from '../models/licence-of.ts';
import { describeModel as describe, peekAtModel } from '../models/load-model.ts';
import type { AdapterShown, ModelShown } from './shown.ts';

/** Describes a model from its files, without loading its weights. Throws the faults of the models' `describeModel`. */
export async function describeModel(project: Project, { path, name }: ModelFolder): Promise<ModelShown> {
  const { files } = project;
  const { configuration, tokenizer } = await describe(project, path);
  const adapter = await adapterIn(project, path);
  const { format } = await peekAtModel(project, path);
  const weights = adapter === null ? await FolderFiles.at(files, path) : null;
  return {
    type: 'model-shown',
    name,
    path,
    architecture: configuration.architecture.title,
    shape: configuration.shape,
    parameters: configuration.parameterCount,
    format,
    bytes: await folderBytes(files, path),
    vocabulary: { tokens: tokenizer.vocabularySize, beginMark: tokenizer.beginMark, endMark: tokenizer.endMark },
    adapter: adapter === null ? null : shownAdapter(configuration, await adapterSettings(adapter, configuration)),
    digest: adapter === null ? await weightsDigest(weights!) : adapter.identity.digest,
    licence: await licenceOf(project, { path, name }),
    from: await originOf(project, path),
  };
}

function shownAdapter(configuration: ModelConfiguration, settings: AdapterSettings): AdapterShown {
  const { rank, alpha, modules } = settings;
  const parameters = parameterCount(adapterTable(adaptedLayers(configuration, settings), rank));
  return { rank, alpha, modules: modules.size, parameters };
}

async function originOf(project: Project, path: string): Promise<string | null> {
  const { files } = project;
  if (path === (await bundledModel(project))) return 'this package';
  const origin = await readOrigin(files, path);
  if (origin !== null) return origin.commit === null ? origin.from : `${origin.from} at ${origin.commit}`;
  return (await exists(files, join(path, TRAINER))) ? 'a training here' : null;
}
