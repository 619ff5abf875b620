import { knownModels } from '../../project/known-models.ts';
import type { Project } from '../../project/project.ts';
import type { ModelsEvent } from '../events/models.ts';
import { listModels } from './list-models.ts';

/**
 * Lists every model on this machine, with its description or why it cannot be read, and the models that can be
 * downloaded.
 */
export async function* models(project: Project): AsyncGenerator<ModelsEvent, void, undefined> {
  const there = new Set<string>();
  for await (const model of listModels(project)) {
    if (model.type === 'model') there.add(model.name);
    yield model;
  }
  for (const known of knownModels) {
    const { name, repository, licence, isGated, tuning, parameters, bytes, context, bitsPerByte, minutes } = known;
    if (there.has(name)) continue;
    const facts = { licence, isGated, tuning, parameters, bytes, context, bitsPerByte, minutes };
    yield { type: 'downloadable', name, repository, ...facts };
  }
}
