import type { AnyEvent, NumberedEvent } from '../../protocol.ts';

/** Events of which only the latest says anything. */
const LATEST: ReadonlySet<string> = new Set([
  'reading',
  'cleaning-progress',
  'evaluating',
  'validating',
  'exporting',
  'download-progress',
]);

/** Pieces of a text. */
const PIECE = 'text-grew';
/** Events that hold the whole text: its pieces are void. */
const WHOLE: ReadonlySet<string> = new Set(['text-done', 'draft-continued']);
/** Events that say what became of a text: its pieces are one from then on. */
const JUDGED: ReadonlySet<string> = new Set(['text-rejected', 'draft-candidate', 'post-drafted']);

/** Posts one by one, which are void once they are listed together. */
const SEEN = 'post-seen';
const ALL_SEEN = 'posts-shown';

/** Steps that are kept: a page that loads later draws the others from the history of the run. */
const MOST_STEPS = 2000;

/**
 * The events of a job that a page needs which loads late. Progress is void once more of it, or its end, has been reported, so a
 * job of a million steps or tokens takes little memory.
 */
export class KeptEvents {
  #kept: NumberedEvent[];
  #count: number;
  /** Steps so far; of which one in `#stride` is kept, and the last. */
  #steps = 0;
  #stride = 1;
  readonly #placeOf = new Map<NumberedEvent, number>();

  /** `kept`: events of a job that is over, and how many it had. */
  constructor(kept: readonly NumberedEvent[] = [], count = 0) {
    this.#kept = [...kept];
    this.#count = count;
  }

  /** Events so far. */
  get count(): number {
    return this.#count;
  }

  /** Those that are kept, in order. */
  get events(): readonly NumberedEvent[] {
    return this.#kept;
  }

  /** Adds an event and returns it with its number. */
  add(event: AnyEvent): NumberedEvent {
    const numbered = { number: ++this.#count, event };
    if (LATEST.has(event.type)) this.#dropLast(event.type);
    else if (WHOLE.has(event.type)) this.#drop((kept) => kept.type === PIECE && isSameText(kept, event));
    else if (JUDGED.has(event.type)) this.#joinPieces(event);
    else if (event.type === 'step') this.#makeRoom(numbered);
    else if (event.type === ALL_SEEN) this.#drop(({ type }) => type === SEEN);
    this.#kept.push(numbered);
    return numbered;
  }

  /** It is near the end, if it is there. */
  #dropLast(type: string): void {
    const place = this.#kept.findLastIndex(({ event }) => event.type === type);
    if (place !== -1) this.#kept.splice(place, 1);
  }

  #drop(isVoid: (event: AnyEvent) => boolean): void {
    this.#kept = this.#kept.filter(({ event }) => !isVoid(event));
  }

  /** A page that loads late shows the text too, which nothing else holds. */
  #joinPieces(judged: AnyEvent): void {
    const isPiece = ({ event }: NumberedEvent) => event.type === PIECE && isSameText(event, judged);
    const pieces = this.#kept.filter(isPiece);
    if (pieces.length < 2) return;
    const last = pieces.at(-1)!;
    const added = pieces.map(({ event }) => event.added).join('');
    const joined = { number: last.number, event: { ...last.event, added } };
    this.#kept = this.#kept.flatMap((each) => (each === last ? [joined] : isPiece(each) ? [] : [each]));
  }

  /** Drops the step before unless its place is kept, and every second one when there are too many. */
  #makeRoom(step: NumberedEvent): void {
    const last = this.#kept.findLastIndex(({ event }) => event.type === 'step');
    if (last !== -1 && !this.#isKept(this.#kept[last])) this.#placeOf.delete(this.#kept.splice(last, 1)[0]);
    if (this.#placeOf.size >= MOST_STEPS) {
      this.#stride *= 2;
      this.#kept = this.#kept.filter((each) => each.event.type !== 'step' || this.#isKept(each));
      for (const each of [...this.#placeOf.keys()]) if (!this.#isKept(each)) this.#placeOf.delete(each);
    }
    this.#placeOf.set(step, this.#steps++);
  }

  #isKept(step: NumberedEvent): boolean {
    return (this.#placeOf.get(step) ?? 0) % this.#stride === 0;
  }
}

/** Without a number, a command writes a single text. */
function isSameText(a: AnyEvent, b: AnyEvent): boolean {
  return b.number === undefined || a.number === b.number;
}
