import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Weights } from '../weights.ts';

/** Token ids (B, T) int32, and the position of each text's first one, (B) int32. */
export interface EmbeddedTokens {
  readonly tokens: Tensor;
  readonly positions: Tensor;
}

/** out (B, T, C) = token embedding + learned position embedding. */
export class Embedding {
  readonly #device: Device;
  readonly #weights: Weights;
  readonly #token: string;
  readonly #position: string;

  /** The names of the two matrices. */
  constructor(weights: Weights, token: string, position: string) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#token = token;
    this.#position = position;
  }

  /** A look-up table of `rows` rows. */
  static parameters(name: string, rows: number, C: number, deviation: number): readonly ParameterSpec[] {
    return [{ name, shape: [rows, C], part: 'embedding', decays: true, parts: 1, initial: { deviation } }];
  }

  /** Overwrites `out`. */
  forward({ tokens, positions }: EmbeddedTokens, out: Tensor): void {
    const [tokenTable, positionTable] = [this.#weights.get(this.#token), this.#weights.get(this.#position)];
    this.#device.embedding({ tokens, positions, tokenTable, positionTable, out });
  }

  /** Of out = tokenTable[tokens] + positionTable[positions]: adds to the gradients, where there are any. */
  backward({ tokens, positions }: EmbeddedTokens, dOut: Tensor, gradients: ParameterSet): void {
    const [dTokenTable, dPositionTable] = [gradients.find(this.#token), gradients.find(this.#position)];
    if (dTokenTable !== null || dPositionTable !== null)
      this.#device.embeddingBackward({ dOut, tokens, positions, dTokenTable, dPositionTable });
  }
}
