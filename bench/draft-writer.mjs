// A model that learned the example blog as Markdown, and that blog as it learned it: what the scripts about drafts begin with.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadSources } from './sources.mjs';

const articles = fileURLToPath(new URL('../examples/blog/_articles/', import.meta.url));

/** What a script about drafts is told about the model; spread into its options. */
export const draftOptions = {
  model: { type: 'string' },
  'side-by-side': { type: 'string' },
  seed: { type: 'string', default: '1' },
  threads: { type: 'string' },
};

/** How `tpdne run` draws. */
export const sampling = { temperature: 0.8, top_k: 0, top_p: 0.9, repetition_penalty: 1 };

/** The writer, which has to be closed; the posts and documents of the example blog; and the functions of these modules too. */
export async function openDraftWriter({ model, threads }, ...modules) {
  const source = await loadSources(
    'src/blog/corpus/markdown-form.ts',
    'src/blog/posts/read-post.ts',
    'src/engine/generation/generate-texts.ts',
    'src/pipeline/models/open-writer.ts',
    'src/pipeline/drafts/draft-prompt.ts',
    ...modules,
  );
  const names = (await readdir(articles)).toSorted();
  const posts = await Promise.all(
    names.map(async (name) => source.readPost(name, await readFile(articles + name, 'utf8'))),
  );
  const documents = posts.map((post) => ({ post, text: source.markdownForm(post) }));
  const machine = { device: 'auto', threads: threads === undefined ? null : Number(threads), precision: 'auto' };
  const opening = source.openFolder({ path: model }, machine);
  let step = await opening.next();
  while (!step.done) step = await opening.next();
  return { source, posts, documents, writer: step.value };
}
