import { CorpusTally } from '../../blog/report/corpus-facts.ts';
import type { FoundInPosts } from '../../blog/report/report.ts';
import { reportPage } from '../../blog/report/report-page.ts';
import { modelSizes } from '../../engine/models/architectures.ts';
import type { Files, UnfinishedFile } from '../../project/files.ts';
import type { CleaningEvent, Skipped } from '../events/reading.ts';
import { defaultTokensPerStep } from '../run/recipe.ts';
import type { DocumentEvent } from './documents.ts';

/** The context of GPT-2, in tokens. */
const USUAL_CONTEXT = modelSizes.get('124M')!.shape.context;

const nothingFound: FoundInPosts = {
  findings: [],
  redacted: false,
  boilerplate: [],
  stripped: false,
  trackedLinks: 0,
};

interface ReportedReading {
  readonly inputs: readonly string[];
  /** Path of the training text. */
  readonly out: string;
  readonly skipped: readonly Skipped[];
  readonly notes: readonly string[];
  readonly cleaning: CleaningEvent | null;
}

/** The report about the posts of a training text, filled while they are read. The caller calls `discard` at the end. */
export class PostReport {
  readonly #file: UnfinishedFile;
  readonly #tally = new CorpusTally();

  private constructor(file: UnfinishedFile) {
    this.#file = file;
  }

  /** Throws FileExistsFault and WriteFault. */
  static async create(files: Files, path: string, options: { readonly overwrite: boolean }): Promise<PostReport> {
    return new PostReport(await files.create(path, options));
  }

  /** `tokens` includes the end token. */
  add(document: DocumentEvent, tokens: number): void {
    this.#tally.add(document, tokens);
  }

  /** Writes the page to a temporary file. Throws WriteFault. */
  async write({ inputs, out, skipped, notes, cleaning }: ReportedReading): Promise<void> {
    const { random, small, base, modern } = defaultTokensPerStep(USUAL_CONTEXT);
    const steps = [
      { name: 'tpdne run or train, from GPT-2', tokens: base },
      { name: 'tpdne run, from a model of today', tokens: modern },
      { name: 'tpdne run, from the small bundled model', tokens: small },
      { name: 'tpdne run, from random weights', tokens: random },
    ];
    const facts = this.#tally.facts;
    const found = cleaning ?? nothingFound;
    const page = reportPage({ inputs, out, facts, leftOut: skipped, notes, found, steps, context: USUAL_CONTEXT });
    await this.#file.write(new TextEncoder().encode(page));
  }

  /** Moves the page into place. Throws FileExistsFault and WriteFault. */
  async commit(): Promise<void> {
    await this.#file.commit();
  }

  async discard(): Promise<void> {
    await this.#file.discard();
  }
}
