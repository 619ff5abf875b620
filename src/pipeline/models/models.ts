import { aboutBytes, knownModels } from '../../project/known-models.ts';
import type { Project } from '../../project/project.ts';
import { listModels, type ModelThere, type UnfinishedModel } from './list-models.ts';

/** A model that is not here and can be had. */
export interface DownloadableModel {
  readonly type: 'downloadable';
  readonly name: string;
  /** At Hugging Face. */
  readonly repository: string;
  readonly parameters: number;
  /** About how many come over the network. */
  readonly bytes: number;
}

export type ModelsEvent = ModelThere | UnfinishedModel | DownloadableModel;

/** Every model on this machine, each with what it is or why it cannot be read, and those that can be had. */
export async function* models(project: Project): AsyncGenerator<ModelsEvent, void, undefined> {
  const there = new Set<string>();
  for await (const model of listModels(project)) {
    if (model.type === 'model') there.add(model.name);
    yield model;
  }
  for (const known of knownModels) {
    const { name, repository, configuration } = known;
    if (there.has(name)) continue;
    yield {
      type: 'downloadable',
      name,
      repository,
      parameters: configuration.parameterCount,
      bytes: aboutBytes(known),
    };
  }
}
