import { aboutBytes, knownModels } from '../../project/known-models.ts';
import type { Project } from '../../project/project.ts';
import type { ModelsEvent } from '../events.ts';
import { listModels } from './list-models.ts';

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
