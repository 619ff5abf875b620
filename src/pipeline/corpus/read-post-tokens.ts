import { isAddress } from '../../blog/import/addresses.ts';
import { corpusEncoder } from '../../engine/tokens/corpus-encoder.ts';
import type { TokenArray } from '../../engine/tokens/token-buffer.ts';
import type { Project } from '../../project/project.ts';
import type { CorpusEvent } from '../events/reading.ts';
import type { ReadPostsOptions } from './documents.ts';
import { inputFiles } from './input-files.ts';
import { findInputs } from './post-inputs.ts';
import { readPosts } from './read-posts.ts';
import type { ChunkEvent, ReadTokensOptions } from './read-tokens.ts';

/** Extensions of posts, as opposed to prepared text. */
const POST = /\.(md|markdown|mdx)$/i;

/** Whether an input holds posts, as opposed to prepared text or tokens. Throws NoInputFault. */
export async function holdsPosts(
  project: Project,
  input: string,
  { encoding, site }: { readonly encoding: string; readonly site: string },
): Promise<boolean> {
  if (isAddress(input)) return true;
  const [found] = await findInputs(project, [input], { encoding, site });
  return found.kind !== 'files' || (await inputFiles(project.files, input)).some(({ path }) => POST.test(path));
}

/**
 * Yields the tokens of posts chunk by chunk, with the end mark after each post; the posts are prepared in memory. Throws
 * the faults of `readPosts`, and NoEndMarkFault.
 */
export async function* readPostTokens(
  project: Project,
  input: string,
  options: ReadPostsOptions & ReadTokensOptions,
): AsyncGenerator<CorpusEvent | ChunkEvent, void, undefined> {
  const encoder = corpusEncoder(options.tokenizer, options.marker, options.combine);
  const pass = function* (chunks: readonly TokenArray[]): Generator<ChunkEvent> {
    for (const tokens of chunks) yield { type: 'chunk', tokens };
  };
  for await (const event of readPosts(project, [input], options)) {
    if (event.type !== 'document') {
      yield event;
      continue;
    }
    yield* pass(encoder.push(event.text));
    yield* pass(encoder.endFile());
  }
  yield* pass(encoder.finish());
}
