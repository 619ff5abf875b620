import { Hono } from 'hono';
import { basename, join } from 'pathe';
import { exists, isFolder } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { STUDIO_FOLDER } from '../server/jobs/job-files.ts';
import { jsonOf, RefusedRequest, textIn } from '../server/refusal.ts';
import { zipFolder } from './zip-folder.ts';

/** Where exported models are written, which is all that can be downloaded so. */
const EXPORTS = 'export';

/** What a page gets for a download. */
export interface Packed {
  /** Of the file, in the project. */
  readonly path: string;
  /** What it is called on the disk of the person. */
  readonly name: string;
}

/**
 * Makes one file of an exported model, for the browser to download: a folder becomes an archive. The exported model is removed,
 * and so is what was downloaded before, since a browser gives a site only so much room.
 */
export function downloadRoutes({ files, root }: Project): Hono {
  const app = new Hono().basePath('/api');
  const downloads = join(root, STUDIO_FOLDER, 'downloads');
  app.post('/downloads', async (context) => {
    const given = textIn(await jsonOf(context), 'path');
    const name = basename(given);
    const path = join(root, EXPORTS, name);
    if (join(root, given) !== path || !(await exists(files, path))) {
      throw new RefusedRequest(404, 'export', `There is no exported model ${given}.`);
    }
    await files.remove(downloads);
    await files.makeFolder(downloads);
    const isArchive = await isFolder(files, path);
    const packed: Packed = isArchive
      ? { path: join(downloads, `${name}.zip`), name: `${name}.zip` }
      : { path: join(downloads, name), name };
    if (isArchive) await zipFolder(files, path, packed.path);
    else await files.rename(path, packed.path);
    await files.remove(path);
    return context.json(packed);
  });
  return app;
}
