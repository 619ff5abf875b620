import type { Device, Tensor } from '../../device/device.ts';
import { EMBEDDING_LAYER, NO_DROPOUT } from '../dropout.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Weights } from '../weights.ts';

/** Token ids (B, T) int32, and the position of each text's first one, (B) int32. */
export interface EmbeddedTokens {
  readonly tokens: Tensor;
  readonly positions: Tensor;
}

/** out (B, T, C) = multiplier · dropout(token embedding + learned position embedding, where the model has one). */
export class Embedding {
  readonly #device: Device;
  readonly #weights: Weights;
  readonly #token: string;
  readonly #position: string | null;
  readonly #multiplier: number;

  /** The names of the two matrices; null for a model that learns no positions. `multiplier`: 1 in most models. */
  constructor(weights: Weights, token: string, position: string | null, multiplier = 1) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#token = token;
    this.#position = position;
    this.#multiplier = multiplier;
  }

  /** A look-up table with a row for each of so many tokens, or for each position. */
  static parameters(
    name: string,
    rows: { readonly tokens: number } | { readonly positions: number },
    C: number,
    deviation: number,
  ): readonly ParameterSpec[] {
    const isByToken = 'tokens' in rows;
    const shape = [isByToken ? rows.tokens : rows.positions, C];
    return [{ name, shape, part: 'embedding', isByToken, decays: true, parts: 1, initial: { deviation } }];
  }

  /** Overwrites `out`. */
  forward({ tokens, positions }: EmbeddedTokens, out: Tensor): void {
    const tokenTable = this.#weights.get(this.#token);
    const positionTable = this.#position === null ? null : this.#weights.get(this.#position);
    this.#device.embedding({ tokens, positions, tokenTable, positionTable, out });
    this.#scale(out);
  }

  /** Of out = embedding(tokens): overwrites `dOut` where there is a multiplier or dropout, adds to the gradients, where there are any. */
  backward({ tokens, positions }: EmbeddedTokens, dOut: Tensor, gradients: ParameterSet): void {
    const dTokenTable = gradients.find(this.#token);
    const dPositionTable = this.#position === null ? null : gradients.find(this.#position);
    if (dTokenTable === null && dPositionTable === null) return;
    this.#scale(dOut);
    this.#device.embeddingBackward({ dOut, tokens, positions, dTokenTable, dPositionTable });
  }

  #scale(rows: Tensor): void {
    const factor = this.#multiplier;
    const left = this.#weights.dropout?.of(EMBEDDING_LAYER) ?? NO_DROPOUT;
    if (left.dropout > 0) this.#device.dropout({ x: rows, residual: null, out: rows, factor, ...left });
    else if (factor !== 1) this.#device.scale({ x: rows, residual: null, out: rows, factor });
  }
}
