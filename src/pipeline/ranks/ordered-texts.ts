import type { GenerationEvent } from '../../engine/generation/generate-texts.ts';

/**
 * Puts events of texts that several ranks write into the order in which one process would report them: a text is done when all
 * before it are. Where texts are written side by side, their pieces are reported at once; else text by text.
 */
export class OrderedTexts {
  readonly #sideBySide: boolean;
  readonly #held = new Map<number, GenerationEvent[]>();
  #ready: GenerationEvent[] = [];
  /** The first text that is not done. */
  #next: number;

  constructor(firstNumber: number, sideBySide: boolean) {
    this.#next = firstNumber;
    this.#sideBySide = sideBySide;
  }

  /** `number`: the text that the event is about, or that follows it. */
  add(number: number, event: GenerationEvent): void {
    if (this.#sideBySide && event.type === 'text-grew') this.#ready.push(event);
    else this.#held.set(number, [...(this.#held.get(number) ?? []), event]);
    for (let held = this.#held.get(this.#next); held !== undefined; held = this.#held.get(this.#next)) {
      this.#held.delete(this.#next);
      this.#ready.push(...held);
      if (held.at(-1)?.type !== 'text-done') return;
      this.#next++;
    }
  }

  /** The events that can be reported now. */
  take(): readonly GenerationEvent[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }
}
