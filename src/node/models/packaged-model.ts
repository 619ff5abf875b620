import { join } from 'node:path';
import { WEIGHTS } from '../../project/checkpoint-names.ts';
import { exists } from '../files/exists.ts';
import { packageFolder } from '../files/package-folder.ts';

/** What the model that comes with the package is called. */
export const PACKAGED_MODEL = 'base';

/** The folder base-model/ of the package, which has GPT-2's vocabulary too. */
export function packagedFolder(): string {
  return join(packageFolder(), 'base-model');
}

/** That folder; null where it holds no model. */
export async function packagedModel(): Promise<string | null> {
  const model = packagedFolder();
  return (await exists(join(model, WEIGHTS))) ? model : null;
}
