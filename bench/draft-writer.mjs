// A model that was trained on the example blog as Markdown, and its training text: the input of the scripts about drafts.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadSources } from './sources.mjs';

const articles = fileURLToPath(new URL('../examples/blog/_articles/', import.meta.url));

/** Options about the model; to be spread into the options of a script about drafts. */
export const draftOptions = {
  model: { type: 'string' },
  'side-by-side': { type: 'string' },
  seed: { type: 'string', default: '1' },
  threads: { type: 'string' },
};

/** The sampling settings of `tpdne run`, without and with its penalty. */
export const plainSampling = { temperature: 0.8, top_k: 0, top_p: 0.9, repetition_penalty: 1 };
export const sampling = { ...plainSampling, dry_multiplier: 0.8 };

/** The writer, which the caller closes; the posts and documents of the example blog; and the functions of these modules. */
export async function openDraftWriter({ model, threads }, ...modules) {
  const source = await loadSources(
    'src/pipeline/corpus/document-maker.ts',
    'src/blog/posts/read-post.ts',
    'src/engine/generation/generate-texts.ts',
    'src/node/project/node-project.ts',
    'src/pipeline/models/open-writer.ts',
    'src/pipeline/drafts/draft-prompt.ts',
    ...modules,
  );
  const names = (await readdir(articles)).toSorted();
  const posts = await Promise.all(
    names.map(async (name) => source.readPost(name, await readFile(articles + name, 'utf8'))),
  );
  const documents = posts.map((post) => ({ post, text: source.documentText(post, 'markdown') }));
  const machine = { device: 'auto', threads: threads === undefined ? null : Number(threads), precision: 'auto' };
  const opening = source.openFolder(source.nodeProject(), { path: model }, machine);
  let step = await opening.next();
  while (!step.done) step = await opening.next();
  return { source, posts, documents, writer: step.value };
}
