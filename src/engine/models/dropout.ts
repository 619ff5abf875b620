import { mix } from '../random.ts';

/** What a kernel needs to know of it. */
export interface DropoutCall {
  /** The share left out; 0 outside training. */
  readonly dropout: number;
  /** What to leave out: the same number, the same elements. */
  readonly draw: number;
}

/** Nothing is left out. */
export const NO_DROPOUT: DropoutCall = { dropout: 0, draw: 0 };

/** The layers of a model that is trained as a whole: its embedding, then attention and mlp of each block. */
export const EMBEDDING_LAYER = 0;

/** Of block l. */
export function branchLayers(l: number): { readonly attention: number; readonly mlp: number } {
  return { attention: 2 * l + 1, mlp: 2 * l + 2 };
}

/** Dropout (Srivastava et al., 2014) of a model's layers: what is left out at random in training, and only there. */
export class Dropout {
  /** The share left out: from 0 to below 1. Each training of a model sets its own. */
  share: number;
  #draw: number | null = null;

  constructor(share = 0) {
    this.share = share;
  }

  /** Of layer `layer`, for a kernel that is recorded now. */
  of(layer: number): DropoutCall {
    if (this.#draw === null || this.share === 0) return NO_DROPOUT;
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
