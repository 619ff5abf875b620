import type { Files } from '../../project/files.ts';
import type { DocumentMaker } from './document-maker.ts';
import type { InputEvent, InterruptibleReading } from './documents.ts';
import type { PostInput } from './post-inputs.ts';
import { readExport } from './read-export.ts';
import { type FoundFiles, findFiles, readFiles } from './read-files.ts';

/** An input whose size is known. */
export interface InputReading {
  readonly input: PostInput;
  /** Null for an export. */
  readonly found: FoundFiles | null;
  readonly files: number;
  readonly bytes: number;
}

/** Finds the files of an input without reading them. Throws MissingInputFault. */
export async function sizeOfInput(
  files: Files,
  input: PostInput,
  options: InterruptibleReading,
): Promise<InputReading> {
  if (input.kind === 'archive' || input.kind === 'document') {
    return { input, found: null, files: 1, bytes: input.bytes };
  }
  const found = await findFiles(files, input, options);
  const bytes = found.files.reduce((sum, file) => sum + file.bytes, 0);
  return { input, found, files: found.files.length, bytes };
}

/** Yields the documents of one input. */
export async function* readInput(
  files: Files,
  { input, found }: InputReading,
  maker: DocumentMaker,
  options: InterruptibleReading,
): AsyncGenerator<InputEvent> {
  if (input.kind !== 'files') yield { type: 'source', path: input.path, source: input.source.name };
  if (found !== null) yield* readFiles(files, found, maker, options);
  else if (input.kind === 'archive' || input.kind === 'document') yield* readExport(input, maker, options);
}
