import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.ts';
import { ifThere } from '../files/if-there.ts';
import { inputFiles } from '../files/input-files.ts';
import { findModel } from './model-folder.ts';

/** A model in models/, or why what lies there is none. */
export interface StoredModel {
  readonly name: string;
  /** Of all its files; 0 for what is no model. */
  readonly bytes: number;
  readonly problem: string | null;
}

/** Everything in models/, by name. */
export async function storedModels(root = '.'): Promise<StoredModel[]> {
  const models = join(root, 'models');
  const entries = (await ifThere(readdir(models))) ?? [];
  const names = entries.filter((name) => !name.startsWith('.')).sort();
  const stored = await Promise.all(names.map((name) => storedModel(name, root)));
  return stored.filter((model) => model !== null);
}

/** Null for a file that has nothing to do with models. */
async function storedModel(name: string, root: string): Promise<StoredModel | null> {
  try {
    const model = await findModel(name, root);
    return model === null ? null : { name, bytes: await bytesOf(model.path), problem: null };
  } catch (fault) {
    if (fault instanceof Fault) return { name, bytes: 0, problem: fault.message };
    throw fault;
  }
}

async function bytesOf(path: string): Promise<number> {
  return (await inputFiles(path)).reduce((sum, { bytes }) => sum + bytes, 0);
}
