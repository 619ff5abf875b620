import { Hono } from 'hono';
import { join } from 'pathe';
import { exists } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { RefusedRequest } from '../server/refusal.ts';

/** Where the folder of the bundled model can be: beside the page, or three folders above it, as in this package. */
const PLACES = ['../base-model/', '../../../base-model/'];

/** What every model without a vocabulary of its own needs: GPT-2's, 1.5 MB. */
const VOCABULARY = ['vocab.json', 'merges.txt'];

/** What makes it a model, the weights last: a folder without them is only a vocabulary. */
const MODEL = ['config.json', 'generation_config.json', 'tokenizer_config.json', 'model.safetensors'];

/** Copies the vocabulary into the project, once, from where the page came from; does nothing if it is not there. */
export async function fetchVocabulary(project: Project): Promise<void> {
  await copied(project, VOCABULARY);
}

/** The weights of the bundled model, from where the page came from: only when a person asks for them. */
export function baseModelRoutes(project: Project): Hono {
  const app = new Hono().basePath('/api');
  app.post('/base-model', async (context) => {
    if (await copied(project, [...VOCABULARY, ...MODEL])) return context.json({ copied: true });
    throw new RefusedRequest(404, 'base-model', 'The bundled model is not beside this page; drop a model instead.');
  });
  return app;
}

/** Copies files that are missing; returns false if one of them is nowhere. */
async function copied(project: Project, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    const path = join(project.models.bundled, name);
    if (await exists(project.files, path)) continue;
    const content = await found(name);
    if (content === null) return false;
    const file = await project.files.create(path, { overwrite: true });
    try {
      await file.write(content);
      await file.commit();
    } finally {
      await file.discard();
    }
  }
  return true;
}

async function found(name: string): Promise<Uint8Array | null> {
  for (const place of PLACES) {
    // biome-ignore lint/style/noRestrictedGlobals: a page without a server has no other client; its address is the page's own.
    const response = await fetch(new URL(place + name, location.href)).catch(() => null);
    if (response?.ok) return new Uint8Array(await response.arrayBuffer());
  }
  return null;
}
