import { mix } from '../random.ts';

/** What a kernel needs to know of it. */
export interface DropoutCall {
  /** The share left out; 0 outside training. */
  readonly dropout: number;
  /** What to leave out: the same number, the same elements. */
  readonly draw: number;
}

const NOTHING: DropoutCall = { dropout: 0, draw: 0 };

/** Dropout (Srivastava et al., 2014) of a model's layers: what is left out at random in training, and only there. */
export class Dropout {
  /** The share left out: from 0 to below 1. */
  readonly share: number;
  #draw: number | null = null;

  constructor(share: number) {
    this.share = share;
  }

  /** Of layer `layer`, for a kernel that is recorded now. */
  of(layer: number): DropoutCall {
    if (this.#draw === null || this.share === 0) return NOTHING;
    return { dropout: this.share, draw: mix(this.#draw ^ mix(layer)) };
  }

  /** Kernels that `record` records leave out what the number `draw` says, below 2³²: the same again for the same number. */
  during(draw: number, record: () => void): void {
    this.#draw = draw;
    try {
      record();
    } finally {
      this.#draw = null;
    }
  }
}
