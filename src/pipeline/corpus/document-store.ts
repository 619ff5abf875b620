import { type CleanedPost, type Cleaning, cleanPost } from '../../blog/corpus/clean-post.ts';
import { sameTextKey } from '../../blog/corpus/same-text.ts';
import { BoilerplateFinder } from '../../blog/dedupe/boilerplate.ts';
import { type Repeat, RepeatFinder } from '../../blog/dedupe/repeats.ts';
import type { PrivateKind } from '../../blog/redact/find-private.ts';
import { digest } from '../../project/digest.ts';
import type { Files, Spill } from '../../project/files.ts';
import type { Boilerplate, CleaningEvent, CleaningProgressEvent, Finding, SkippedEvent } from '../events.ts';
import { detachString } from './detach-string.ts';
import { documentText, isOnlyTitle } from './document-maker.ts';
import type { DocumentEvent, InterruptibleReading } from './post-events.ts';
import { skipped } from './skipped.ts';

/** The worst comes first. */
const gravity: readonly PrivateKind[] = ['secret', 'quoted mail', 'phone number', 'e-mail address'];

/** Nobody needs to be told of work that is done sooner. */
const MS_BETWEEN_TELLING = 500;

/** Passages in a report are cut after so many characters. */
const LONGEST_SHOWN = 200;

/**
 * All documents, on disk until the last one has come: which of them repeat another one, and which paragraphs stand in
 * most of them, is known only then. Whoever creates one closes it.
 */
export class DocumentStore {
  readonly #documents: Spill<DocumentEvent>;
  readonly #repeats = new RepeatFinder();
  readonly #boilerplate = new BoilerplateFinder();
  /** Of each document. */
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

  /** The documents that stay, cleaned; at the end what was found in them. Throws WriteFault. */
  async *cleaned(
    options: InterruptibleReading,
  ): AsyncGenerator<DocumentEvent | SkippedEvent | CleaningEvent | CleaningProgressEvent> {
    const { strip_boilerplate: strip = false, redact = false, keep_near_duplicates = false, format, signal } = options;
    const repeats = this.#repeats.repeats({ near: !keep_near_duplicates });
    const cleaning: Cleaning = { boilerplate: this.#boilerplate.passages(), strip, redact };
    const report = new CleaningReport(cleaning);
    let [index, told] = [-1, performance.now()];
    for await (const document of this.#documents.records()) {
      signal?.throwIfAborted();
      const repeat = repeats.get(++index);
      if (performance.now() - told > MS_BETWEEN_TELLING) {
        yield { type: 'cleaning-progress', posts: this.#paths.length, postsDone: index };
        told = performance.now();
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
        yield skipped(document.path, 'empty', 'there is no text in it but what repeats in most posts.');
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
    `${share} of it is as in ${of}, which stays; --keep-near-duplicates takes both.`,
  );
}

/** Gathers what was found in all posts. */
class CleaningReport {
  readonly #cleaning: Cleaning;
  readonly #findings: Finding[] = [];
  /** By key, as the first post has it that has it. */
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
    const findings = this.#findings.toSorted((a, b) => gravity.indexOf(a.kind) - gravity.indexOf(b.kind));
    return { type: 'cleaning', findings, redacted, boilerplate, stripped, trackedLinks: this.#trackedLinks };
  }
}
