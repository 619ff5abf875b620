import { SourceFault, type SourceItem } from '../../blog/import/post-source.ts';
import { ZipFault } from '../../engine/tokens/zip.ts';
import { EncodingFault, type TextPiece } from '../../project/text/read-text.ts';
import { detachString } from './detach-string.ts';
import type { DocumentMaker, MakerEvent } from './document-maker.ts';
import type { InputEvent, InterruptibleReading } from './documents.ts';
import type { PostInput } from './post-inputs.ts';
import { skipped } from './skipped.ts';

/** An input that is an export. */
export type ExportInput = Extract<PostInput, { kind: 'archive' | 'document' }>;

/** Reads an export. If it breaks off, the posts before the break are kept, and the break is reported as skipped. */
export async function* readExport(
  input: ExportInput,
  maker: DocumentMaker,
  { signal }: InterruptibleReading,
): AsyncGenerator<InputEvent> {
  const { path, bytes } = input;
  const read = { bytes: 0 };
  const reasons = new Map<string, string>();
  let [seen, reported] = [0, -1];
  try {
    for await (const item of exportItems(input, read)) {
      signal?.throwIfAborted();
      seen += 'leftOut' in item ? item.count : 1;
      yield* itemEvents(path, item, maker, reasons);
      // A piece of the file may have a thousand short posts, and each event passes through several generators.
      if (read.bytes === reported) continue;
      reported = read.bytes;
      yield { type: 'input-progress', path, filesDone: 0, bytesDone: Math.min(bytes, read.bytes) };
    }
  } catch (error) {
    const fault = reasonOf(error);
    if (fault === null) throw error;
    seen++;
    yield skipped(path, fault.because, fault.reason);
  }
  yield { type: 'files-seen', count: seen };
  yield { type: 'input-progress', path, filesDone: 0, bytesDone: bytes };
}

/** The items of an export, then what its archive could not list; `read` counts the bytes so far. Throws SourceFault. */
export async function* exportItems(
  input: ExportInput,
  read: { bytes: number } = { bytes: 0 },
): AsyncGenerator<SourceItem> {
  if (input.kind === 'document') return yield* input.source.read(counted(input.text(), read), input.path);
  const archive = await input.open();
  try {
    yield* input.source.read(archive);
    yield* archive.unread ?? [];
  } finally {
    await archive.close();
  }
}

/** The place of an item of an export, for messages. */
export function placeOfItem(path: string, { where }: SourceItem): string {
  return where === '' ? path : detachString(`${path}, ${where}`);
}

/** `reasons`: every reason so far, so that thousands of items skipped for the same reason share one string. */
async function* itemEvents(
  path: string,
  item: SourceItem,
  maker: DocumentMaker,
  reasons: Map<string, string>,
): AsyncGenerator<MakerEvent> {
  if (!('leftOut' in item)) return yield* maker.fromImported(path, item);
  const reason = reasons.get(item.reason) ?? detachString(item.reason);
  reasons.set(reason, reason);
  yield skipped(placeOfItem(path, item), item.leftOut, reason, item.count);
}

async function* counted(pieces: AsyncIterable<TextPiece>, read: { bytes: number }): AsyncGenerator<string> {
  for await (const { text, bytes } of pieces) {
    read.bytes += bytes;
    yield text;
  }
}

/** The fault of the export itself; null for any other error. */
function reasonOf(error: unknown): { because: 'broken' | 'unreadable'; reason: string } | null {
  if (error instanceof SourceFault) {
    return { because: 'broken', reason: error.line === null ? error.reason : `line ${error.line}: ${error.reason}` };
  }
  if (error instanceof EncodingFault || error instanceof ZipFault)
    return { because: 'unreadable', reason: error.message };
  return null;
}
