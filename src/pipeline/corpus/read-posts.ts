import { postExtensions } from '../../blog/posts/file-kinds.ts';
import { Fault } from '../../fault.ts';
import { EventLoopPauses } from '../../project/event-loop-pauses.ts';
import type { Files } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import { decoderFor } from '../../project/text/read-text.ts';
import type { CorpusEvent, FilesSeenEvent, ReadingEvent, Skipped, SourceEvent } from '../events/reading.ts';
import { DocumentMaker, type MakerEvent } from './document-maker.ts';
import { DocumentStore } from './document-store.ts';
import type { InterruptibleReading, PostDocument, ReadPostsEvent, ReadPostsOptions } from './documents.ts';
import { Exclusion } from './exclusion.ts';
import { findInputs } from './post-inputs.ts';
import { type InputReading, readInput, sizeOfInput } from './read-input.ts';
import { countsByReason } from './skipped.ts';

/** The inputs contain no post to learn from. */
export class NoPostsFault extends Fault {
  override readonly code: string = 'no-posts';

  readonly skipped: readonly Skipped[];

  constructor(inputs: readonly string[], skipped: readonly Skipped[]) {
    const files = skipped.slice(0, maxShown).map(({ path, reason }) => `\n  ${path}: ${reason}`);
    const more = skipped.length > maxShown ? [`\n  and ${skipped.length - maxShown} more`] : [];
    super([`There is no post to learn from in ${inputs.join(', ')}${countsOf(skipped)}.`, ...files, ...more].join(''));
    this.skipped = skipped;
  }
}

/** Most files a message lists, so that it fits on a screen. */
const maxShown = 10;

/**
 * Yields the documents of all sources of posts (files, folders and globs, sites, exports, feeds), one in memory at a
 * time, in the order of `inputs` and within each in the order of `findPosts` or of the export. They are cleaned once all
 * have been read. Files that are unreadable, not posts, excluded, written by a model, drafts, empty or duplicates are skipped
 * and reported.
 * Throws MissingInputFault, EncodingFault for an unknown encoding, DownloadFault and NoFeedFault for an address,
 * WriteFault if no temporary file can be written, and NoPostsFault at the end if there was no document.
 */
export async function* readPosts(
  project: Project,
  inputs: readonly string[],
  given: ReadPostsOptions,
): AsyncGenerator<ReadPostsEvent, void, undefined> {
  const { signal } = project;
  const options = { ...given, signal };
  const { encoding, site = 'auto' } = options;
  decoderFor(encoding);
  const readings: InputReading[] = [];
  for (const input of await findInputs(project, inputs, { encoding, site })) {
    readings.push(await sizeOfInput(project.files, input, options));
  }
  const missed: Skipped[] = [];
  let documents = 0;
  const store = await DocumentStore.create(project.files);
  try {
    const pauses = new EventLoopPauses();
    const exclusion = new Exclusion(project.files, options.exclude ?? []);
    for await (const event of readAll(project.files, readings, options, exclusion)) {
      await pauses.pauseIfDue(signal);
      if (event.type === 'skipped') missed.push(event);
      if (event.type === 'document') await store.add(event);
      else yield event;
    }
    for (const pattern of exclusion.unmatched) {
      yield { type: 'note', path: pattern, note: `--exclude ${pattern} matches no post in ${inputs.join(', ')}.` };
    }
    for await (const event of store.cleaned(options)) {
      await pauses.pauseIfDue(signal);
      if (event.type === 'skipped') missed.push(event);
      if (event.type === 'document') documents++;
      yield event;
    }
  } finally {
    await store.close();
  }
  if (documents === 0) throw new NoPostsFault(inputs, missed);
}

async function* readAll(
  disk: Files,
  readings: readonly InputReading[],
  options: InterruptibleReading,
  exclusion: Exclusion,
): AsyncGenerator<MakerEvent | SourceEvent | FilesSeenEvent | ReadingEvent> {
  const files = readings.reduce((sum, reading) => sum + reading.files, 0);
  const bytes = readings.reduce((sum, reading) => sum + reading.bytes, 0);
  const maker = new DocumentMaker(options, exclusion);
  let [filesBefore, bytesBefore] = [0, 0];
  for (const reading of readings) {
    for await (const event of readInput(disk, reading, maker, options)) {
      if (event.type !== 'input-progress') yield event;
      else {
        const [filesDone, bytesDone] = [filesBefore + event.filesDone, bytesBefore + event.bytesDone];
        yield { type: 'reading', path: event.path, files, filesDone, bytes, bytesDone };
      }
    }
    filesBefore += reading.files;
    bytesBefore += reading.bytes;
  }
}

/** Collects all documents in memory, and passes on the other events. Throws the faults of `readPosts`. */
export async function* collectPosts(
  project: Project,
  inputs: readonly string[],
  options: ReadPostsOptions,
): AsyncGenerator<CorpusEvent, PostDocument[], undefined> {
  const documents: PostDocument[] = [];
  for await (const event of readPosts(project, inputs, options)) {
    if (event.type === 'document') documents.push({ post: event.post, text: event.text });
    else yield event;
  }
  return documents;
}

/** The same for commands that report nothing while they read; the other events go to `onEvent`. */
export async function readCorpus(
  project: Project,
  inputs: readonly string[],
  options: ReadPostsOptions,
  onEvent?: (event: CorpusEvent) => void,
): Promise<PostDocument[]> {
  const reading = collectPosts(project, inputs, options);
  for (;;) {
    const { done, value } = await reading.next();
    if (done) return value;
    onEvent?.(value);
  }
}

/** '; skipped: 2 draft, 1 empty' */
function countsOf(skipped: readonly Skipped[]): string {
  if (skipped.length === 0) return `: no name ends in ${postExtensions.join(', ')}`;
  const counts = countsByReason(skipped);
  return `; skipped: ${Array.from(counts, ([because, files]) => `${files} ${because}`).join(', ')}`;
}
