import { Hono } from 'hono';
import { dirname, join } from 'pathe';
import { legalFileName } from '../../../blog/import/legal-file-name.ts';
import type { Project } from '../../../project/project.ts';
import { RefusedRequest } from '../refusal.ts';

/** Where files go that were dropped on a page, in the folder of the project: posts, and the files of models. */
const FOLDERS: readonly string[] = ['imports', 'models'];

/** Takes files that a person drops on a page or chooses there: an export, the files of a folder, or a model, one by one. */
export function uploadRoutes({ files, root }: Project): Hono {
  const app = new Hono();
  app.post('/uploads', async (context) => {
    const name = legalPath(context.req.query('name') ?? '');
    const into = context.req.query('into') ?? FOLDERS[0];
    if (!FOLDERS.includes(into)) throw new RefusedRequest(400, 'into', `into must be ${FOLDERS.join(' or ')}.`);
    const body = await contentOf(context.req.raw);
    if (body === null) throw new RefusedRequest(400, 'body', 'The file is missing.');
    const path = join(root, into, name);
    await files.makeFolder(dirname(path));
    // The same file may be dropped twice; another one with its name is not replaced.
    const file = await files.create(path, { overwrite: false, clears: false });
    try {
      const reader = body.getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) await file.write(piece.value);
      await file.commit();
    } finally {
      await file.discard();
    }
    return context.json({ path }, 201);
  });
  return app;
}

/** What was sent, null if nothing was. */
async function contentOf(request: Request): Promise<ReadableStream<Uint8Array> | null> {
  // Firefox has no `body`, and its blob is the file that was given, which is not read at once.
  return request.body === undefined ? (await request.blob()).stream() : request.body;
}

/** A relative path in which every name is legal. Throws RefusedRequest. */
function legalPath(path: string): string {
  const names = path.split(/[/\\]/).filter((name) => name !== '' && name !== '.');
  if (names.length === 0 || names.includes('..')) {
    throw new RefusedRequest(400, 'name', `${JSON.stringify(path)} is not a name for a file.`);
  }
  return names.map((name) => legalFileName(name) || 'file').join('/');
}
