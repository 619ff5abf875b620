import { type CleanedPost, type Cleaning, cleanPost } from '../../blog/corpus/clean-post.ts';
import { sameTextKey } from '../../blog/corpus/same-text.ts';
import { BoilerplateFinder } from '../../blog/dedupe/boilerplate.ts';
import { type Repeat, RepeatFinder } from '../../blog/dedupe/repeats.ts';
import type { PrivateKind } from '../../blog/redact/find-private.ts';
import { digest } from '../../project/digest.ts';
import type { Files, Spill } from '../../project/files.ts';
import type { Boilerplate, CleaningEvent, CleaningProgressEvent, Finding, SkippedEvent } from '../events/reading.ts';
import { detachString } from './detach-string.ts';
import { documentText, isOnlyTitle } from './document-maker.ts';
import type { DocumentEvent, InterruptibleReading } from './documents.ts';
import { skipped } from './skipped.ts';

/** The worst first. */
const severityOrder: readonly PrivateKind[] = ['secret', 'quoted mail', 'phone number', 'e-mail address'];

/** Shorter work needs no progress report. */
const MS_BETWEEN_REPORTS = 500;

/** Longest passage in a report, in characters. */
const LONGEST_SHOWN = 200;

/**
 * All documents, kept until the last one has been added: only then is it known which of them repeat others, and which
 * paragraphs appear in most. The caller closes it.
 */
export class DocumentStore {
  readonly #documents: Spill<DocumentEvent>;
  readonly #repeats = new RepeatFinder();
  readonly #boilerplate = new BoilerplateFinder();
  /** One per document. */
  readonly #paths: string[] = [];

  private constructor(documents: Spill<DocumentEvent>) {
    this.#documents = documents;
  }

  /** Throws WriteFault. */
  static async create(files: Files): Promise<DocumentStore> {
    return new DocumentStore(await files.spill());
  }

  /** Throws WriteFault. */
  async add(document: DocumentEvent): Promise<void> {
    const { path, post, text } = document;
    this.#paths.push(path);
    this.#repeats.add(text, digest(sameTextKey(post)), post.date?.iso.slice(0, 10) ?? null);
    this.#boilerplate.add(post);
    await this.#documents.add(document);
  }

  /** Yields the remaining documents, cleaned, and finally what cleaning found. Throws WriteFault. */
  async *cleaned(
    options: InterruptibleReading,
  ): AsyncGenerator<DocumentEvent | SkippedEvent | CleaningEvent | CleaningProgressEvent> {
    const { strip_boilerplate: strip = false, redact = false, keep_near_duplicates = false, format, signal } = options;
    const repeats = this.#repeats.repeats({ near: !keep_near_duplicates });
    const cleaning: Cleaning = { boilerplate: this.#boilerplate.passages(), strip, redact };
    const report = new CleaningReport(cleaning);
    let [index, reportedAt] = [-1, performance.now()];
    for await (const document of this.#documents.records()) {
      signal?.throwIfAborted();
      const repeat = repeats.get(++index);
      if (performance.now() - reportedAt > MS_BETWEEN_REPORTS) {
        yield { type: 'cleaning-progress', posts: this.#paths.length, postsDone: index };
        reportedAt = performance.now();
      }
      if (repeat !== undefined) {
        yield repeated(document.path, this.#paths[repeat.of], repeat);
        continue;
      }
      const cleaned = cleanPost(document.post, cleaning);
      report.add(document.path, cleaned);
      const { post } = cleaned;
      if (post === document.post) {
        yield document;
        continue;
      }
      const text = documentText(post, format);
      if (isOnlyTitle(text, post, format)) {
        yield skipped(document.path, 'empty', 'it has no text besides what repeats in most posts.');
      } else yield { ...document, post, text };
    }
    if (!report.isEmpty) yield report.event;
  }

  async close(): Promise<void> {
    await this.#documents.close();
  }
}

function repeated(path: string, of: string, { similarity }: Repeat): SkippedEvent {
  if (similarity === 1) return skipped(path, 'duplicate', `it is the same as ${of}.`);
  const share = `${Math.round(similarity * 100)}%`;
  return skipped(
    path,
    'near-duplicate',
    `${share} of it repeats ${of}, which is kept; --keep-near-duplicates keeps both.`,
  );
}

/** Collects what cleaning found in all posts. */
class CleaningReport {
  readonly #cleaning: Cleaning;
  readonly #findings: Finding[] = [];
  /** By key, worded as in the first post that has it. */
  readonly #boilerplate = new Map<string, Boilerplate>();
  #trackedLinks = 0;

  constructor(cleaning: Cleaning) {
    this.#cleaning = cleaning;
  }

  add(path: string, { findings, boilerplate, trackedLinks }: CleanedPost): void {
    for (const finding of findings) this.#findings.push({ path, ...finding, shown: detachString(finding.shown) });
    for (const { key, text } of boilerplate) {
      const posts = this.#cleaning.boilerplate.get(key);
      if (posts === undefined || this.#boilerplate.has(key)) continue;
      this.#boilerplate.set(key, { text: detachString(text.slice(0, LONGEST_SHOWN)), posts });
    }
    this.#trackedLinks += trackedLinks;
  }

  get isEmpty(): boolean {
    return this.#findings.length === 0 && this.#boilerplate.size === 0 && this.#trackedLinks === 0;
  }

  get event(): CleaningEvent {
    const boilerplate = [...this.#boilerplate.values()].sort((a, b) => b.posts - a.posts);
    const { redact: redacted, strip: stripped } = this.#cleaning;
    const findings = this.#findings.toSorted((a, b) => severityOrder.indexOf(a.kind) - severityOrder.indexOf(b.kind));
    return { type: 'cleaning', findings, redacted, boilerplate, stripped, trackedLinks: this.#trackedLinks };
  }
}
