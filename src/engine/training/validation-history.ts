/** The validation loss after `step` updates, in nats a token. */
export interface Validation {
  readonly step: number;
  readonly loss: number;
}

/**
 * Every validation of a training, in order. Step 0 is the base model before any update: a baseline
 * and not a result, so it is never the best.
 */
export class ValidationHistory {
  readonly #validations: Validation[];

  constructor(validations: readonly Validation[] = []) {
    this.#validations = [...validations];
  }

  add(validation: Validation): void {
    this.#validations.push(validation);
  }

  hasStep(step: number): boolean {
    return this.#validations.some((validation) => validation.step === step);
  }

  /** The lowest loss after any update, the first if several are equal; null before the first validation. */
  get best(): Validation | null {
    return this.#results().reduce<Validation | null>(
      (best, validation) => (best === null || validation.loss < best.loss ? validation : best),
      null,
    );
  }

  /** How many consecutive validations, up to the newest, did not improve on the best. */
  get worseInARow(): number {
    const results = this.#results();
    const { best } = this;
    return best === null ? 0 : results.length - 1 - results.indexOf(best);
  }

  toArray(): readonly Validation[] {
    return [...this.#validations];
  }

  #results(): readonly Validation[] {
    return this.#validations.filter(({ step }) => step > 0);
  }
}
