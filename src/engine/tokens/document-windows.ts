import { Random, type RandomState } from '../random.ts';
import { type Batch, NO_TARGET } from './batch.ts';
import { packDocuments } from './pack-documents.ts';
import { type DocumentSpan, documentsOf, partsOf, type TokenSet } from './token-set.ts';
import type { WindowSource, WindowState } from './window-source.ts';

/** The tokens before and after each document. */
export interface DocumentMarks {
  readonly beginMark: number;
  readonly endMark: number;
}

/**
 * Windows that together show every document once before any repeats. Each pass packs the documents again
 * (`packDocuments`) and takes the windows in a new order. A position is one token to predict: a document's
 * first is predicted from the begin mark, as when a text is written, its last is its own end mark; so each token of the
 * corpus is a target once a pass, and what follows a begin mark is always a document's beginning.
 *
 * A dataset of weight w (`TokenPart`) is in a pass w times: for the fraction of w, that share of its documents is drawn again
 * for each pass.
 */
export class DocumentWindows implements WindowSource {
  readonly #documents: readonly DocumentSpan[];
  readonly #parts: readonly DocumentPart[];
  readonly #beginMark: number;
  readonly #T: number;
  /** The random state at the start of the pass, and the windows taken since: all that is needed to resume. */
  #state: WindowState;
  #pass: Pass;

  /** `T` is the number of predictions in a window. Resumes from `state`; starts a new pass if all windows of that one were taken. */
  constructor(tokens: TokenSet, marks: DocumentMarks, T: number, state: WindowState) {
    const parts = partsOf(tokens).map((part) => ({ ...part, documents: documentsOf(part.tokens, marks.endMark) }));
    this.#documents = parts.flatMap(({ documents }) => documents);
    let first = 0;
    this.#parts = parts.map(({ documents, weight }) => {
      first += documents.length;
      return { first: first - documents.length, count: documents.length, weight: weight ?? 1 };
    });
    this.#beginMark = marks.beginMark;
    this.#T = T;
    this.#state = state;
    this.#pass = this.#begin(state.random);
  }

  batch(B: number): Batch {
    const T = this.#T;
    const inputs = new Int32Array(B * T);
    const targets = new Int32Array(B * T).fill(NO_TARGET);
    let predictions = 0;
    for (let b = 0; b < B; b++) {
      predictions += this.#fill(
        this.#next(),
        inputs.subarray(b * T, (b + 1) * T),
        targets.subarray(b * T, (b + 1) * T),
      );
    }
    return { B, T, inputs, targets, predictions };
  }

  state(): WindowState {
    return this.#state;
  }

  #begin(from: RandomState): Pass {
    const random = Random.fromState(from);
    const chosen = this.#parts.flatMap((part) => chosenOf(part, random));
    const order = shuffled(chosen.length, random).map((i) => chosen[i]);
    const lengths = order.map((document) => this.#documents[document].end - this.#documents[document].start);
    const { starts, windows } = packDocuments(lengths, this.#T);
    const placed = starts.map((start, i) => ({ start, document: order[i] })).sort((a, b) => a.start - b.start);
    return { placed, windows: shuffled(windows, random), end: random.state() };
  }

  #next(): number {
    // A pass of few documents with small weights may be empty.
    while (this.#state.taken >= this.#pass.windows.length) {
      this.#state = { random: this.#pass.end, taken: 0 };
      this.#pass = this.#begin(this.#state.random);
    }
    const window = this.#pass.windows[this.#state.taken];
    this.#state = { ...this.#state, taken: this.#state.taken + 1 };
    return window;
  }

  /** inputs, targets (T); returns how many targets there are. */
  #fill(window: number, inputs: Int32Array, targets: Int32Array): number {
    const { placed } = this.#pass;
    const [first, end] = [window * this.#T, (window + 1) * this.#T];
    let predictions = 0;
    for (let i = lastAtOrBefore(placed, first); i < placed.length && placed[i].start < end; i++) {
      const { chunk, start, end: documentEnd } = this.#documents[placed[i].document];
      const skipped = Math.max(0, first - placed[i].start);
      const at = Math.max(0, placed[i].start - first);
      const count = Math.min(documentEnd - start - skipped, this.#T - at);
      if (count <= 0) continue;
      const from = start + skipped;
      targets.set(chunk.subarray(from, from + count), at);
      inputs[at] = skipped === 0 ? this.#beginMark : chunk[from - 1];
      inputs.set(chunk.subarray(from, from + count - 1), at + 1);
      predictions += count;
    }
    return predictions;
  }
}

/** The documents of a dataset, numbered from `first`. */
interface DocumentPart {
  readonly first: number;
  readonly count: number;
  readonly weight: number;
}

/** The documents of a dataset for a pass; a fraction of one is one with that probability. */
function chosenOf({ first, count, weight }: DocumentPart, random: Random): number[] {
  const whole = Math.floor(weight);
  const all = Array.from({ length: count }, (_, i) => first + i);
  const chosen = Array.from({ length: whole }, () => all).flat();
  if (weight === whole) return chosen;
  const wanted = (weight - whole) * count;
  const drawn = Math.floor(wanted) + (random.uniform() < wanted - Math.floor(wanted) ? 1 : 0);
  return [
    ...chosen,
    ...shuffled(count, random)
      .slice(0, drawn)
      .map((i) => first + i),
  ];
}

/** One way through the corpus. */
interface Pass {
  /** Where each document begins among the positions of all windows, ascending. */
  readonly placed: readonly { readonly start: number; readonly document: number }[];
  /** The order in which they are taken. */
  readonly windows: readonly number[];
  /** The chance that the next pass begins with. */
  readonly end: RandomState;
}

function lastAtOrBefore(placed: Pass['placed'], position: number): number {
  let [first, last] = [0, placed.length - 1];
  while (first < last) {
    const middle = (first + last + 1) >> 1;
    if (placed[middle].start <= position) first = middle;
    else last = middle - 1;
  }
  return first;
}

/** 0 … count − 1 in an order that `random` decides (Fisher and Yates, 1938). */
function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
