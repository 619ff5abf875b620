import type { Device, Recording, Tensor } from '../device/device.ts';
import { type CacheType, SCORE_BLOCK } from '../device/operations.ts';
import type { ModelConfiguration } from './configuration.ts';
import type { ParameterSet } from './parameters.ts';

/** What a Decoder reads with: a `Gpt2`, exactly; or a `PackedGpt2`, rounded and several times as fast. */
export interface DecodableModel {
  readonly device: Device;
  readonly configuration: ModelConfiguration;
  readonly parameters: ParameterSet;
  /** How keys and values of the past are kept. */
  readonly cacheType: CacheType;
  /** out (B, T, OC) = x (B, T, C) · weight + bias + residual of a linear layer: 'h.0.attn.c_attn'. */
  linear(layer: string, x: Tensor, residual: Tensor | null, out: Tensor): void;
  /** out (B, V) = x (B, C) · wteᵀ. */
  logits(x: Tensor, out: Tensor): void;
}

/** After the newest token of each text. */
export interface BatchScores {
  readonly logits: Float32Array; // (B, V)
  readonly blocks: Float32Array; // (B, 2G)
}

/**
 * Reads text token by token and says what could follow, keeping every block's keys and values so that the
 * past is never computed again. B texts side by side, all at the same position; a text's logits have the
 * same bits whatever B is.
 */
export class Decoder {
  /** Texts side by side (B). */
  readonly B: number;
  /** Most tokens a text can have (P), at most the model's n_ctx. */
  readonly capacity: number;
  readonly #model: DecodableModel;
  readonly #device: Device;
  readonly #keys: readonly Tensor[]; // (B, NH, P, HS) a block
  readonly #values: readonly Tensor[]; // (B, NH, P, HS) a block
  readonly #positions: Tensor; // (B) int32
  readonly #last: Tensor; // (B, C)
  readonly #logits: Tensor; // (B, V)
  readonly #blocks: Tensor; // (B, 2G)
  /** What `score` fills: the garbage of a new array for each token would cost more than the copy. */
  readonly #scores: BatchScores;
  #scratch: Scratch | null = null;
  #position = 0;

  constructor(model: DecodableModel, B: number, capacity: number = model.configuration.n_ctx) {
    const { n_ctx, n_embd: C, n_head: NH, n_layer: L, n_vocab: V } = model.configuration;
    if (capacity > n_ctx) throw new RangeError(`A cache of ${capacity} positions for a model of ${n_ctx}.`);
    const device = model.device;
    this.B = B;
    this.capacity = capacity;
    this.#model = model;
    this.#device = device;
    const caches = () => Array.from({ length: L }, () => device.allocate([B, NH, capacity, C / NH], model.cacheType));
    this.#keys = caches();
    this.#values = caches();
    this.#positions = device.allocate([B], 'int32');
    this.#last = device.allocate([B, C]);
    this.#logits = device.allocate([B, V]);
    const G = Math.ceil(V / SCORE_BLOCK);
    this.#blocks = device.allocate([B, 2 * G]);
    this.#scores = { logits: new Float32Array(B * V), blocks: new Float32Array(2 * B * G) };
  }

  /** Tokens read so far. */
  get position(): number {
    return this.#position;
  }

  /** Forgets everything read. */
  reset(): void {
    this.#position = 0;
  }

  /**
   * Reads T more tokens of each text, `tokens` (B, T), in one pass; returns the logits (B, V) after the last.
   * Throws RangeError when the cache has no room for them.
   */
  async feed(tokens: Int32Array): Promise<Float32Array> {
    this.#record(tokens);
    return this.#device.read(this.#logits);
  }

  /**
   * The same, with the logits summarised for a draw at this temperature: see the operation `scoreBlocks`. The arrays are
   * those of the last call, filled anew.
   */
  async score(tokens: Int32Array, temperature: number): Promise<BatchScores> {
    this.#record(tokens);
    this.#device.scoreBlocks({ scores: this.#logits, blocks: this.#blocks, temperature });
    await this.#device.read(this.#blocks, this.#scores.blocks);
    await this.#device.read(this.#logits, this.#scores.logits);
    return this.#scores;
  }

  #record(tokens: Int32Array): void {
    const T = tokens.length / this.B;
    if (!Number.isInteger(T) || T === 0) throw new RangeError(`${tokens.length} tokens for ${this.B} texts.`);
    if (this.#position + T > this.capacity) {
      throw new RangeError(`${this.#position} + ${T} tokens in a cache of ${this.capacity}.`);
    }
    const device = this.#device;
    const scratch = this.#scratchFor(T);
    device.write(scratch.tokens, tokens);
    device.write(this.#positions, new Int32Array(this.B).fill(this.#position));
    // Only the contents of tokens and positions differ from call to call.
    scratch.forward ??= device.capture(() => {
      this.#recordForward(scratch, T);
      this.#model.logits(this.#last, this.#logits);
    });
    device.replay(scratch.forward);
    this.#position += T;
  }

  free(): void {
    this.#scratch?.free();
    for (const tensor of [...this.#keys, ...this.#values, this.#positions, this.#last, this.#logits, this.#blocks]) {
      this.#device.free(tensor);
    }
  }

  #recordForward({ tokens, x, norm, qkv, attention, fc, gelu }: Scratch, T: number): void {
    const device = this.#device;
    const model = this.#model;
    const positions = this.#positions;
    const { parameters, configuration } = model;
    const { n_embd: C, n_layer: L, layer_norm_epsilon: epsilon } = configuration;
    const layerNorm = (name: string) => {
      const [weight, bias] = [parameters.get(`${name}.weight`), parameters.get(`${name}.bias`)];
      device.layerNorm({ x, weight, bias, out: norm, mean: null, rstd: null, epsilon });
    };

    const [wte, wpe] = [parameters.get('wte.weight'), parameters.get('wpe.weight')];
    device.embedding({ tokens, positions, wte, wpe, out: x });
    for (let l = 0; l < L; l++) {
      const [keys, values] = [this.#keys[l], this.#values[l]];
      layerNorm(`h.${l}.ln_1`);
      model.linear(`h.${l}.attn.c_attn`, norm, null, qkv);
      device.attentionCached({ qkv, positions, keys, values, out: attention });
      model.linear(`h.${l}.attn.c_proj`, attention, x, x);
      layerNorm(`h.${l}.ln_2`);
      model.linear(`h.${l}.mlp.c_fc`, norm, null, fc);
      device.gelu({ x: fc, out: gelu });
      model.linear(`h.${l}.mlp.c_proj`, gelu, x, x);
    }
    layerNorm('ln_f');
    for (let b = 0; b < this.B; b++) {
      const source = device.view(norm, (b * T + T - 1) * C, [C]);
      device.copy({ source, out: device.view(this.#last, b * C, [C]) });
    }
  }

  /** Room for T tokens a text: kept from call to call while T stays the same. */
  #scratchFor(T: number): Scratch {
    if (this.#scratch?.T !== T) {
      this.#scratch?.free();
      this.#scratch = new Scratch(this.#device, this.B, T, this.#model.configuration.n_embd);
    }
    return this.#scratch;
  }
}

class Scratch {
  readonly T: number;
  readonly tokens: Tensor; // (B, T) int32
  readonly x: Tensor; // (B, T, C), the residual stream
  readonly norm: Tensor; // (B, T, C)
  readonly qkv: Tensor; // (B, T, 3C)
  readonly attention: Tensor; // (B, T, C)
  readonly fc: Tensor; // (B, T, 4C)
  readonly gelu: Tensor; // (B, T, 4C)
  /** All kernels of a pass over them. */
  forward: Recording | null = null;
  readonly #device: Device;

  constructor(device: Device, B: number, T: number, C: number) {
    this.T = T;
    this.#device = device;
    this.tokens = device.allocate([B, T], 'int32');
    this.x = device.allocate([B, T, C]);
    this.norm = device.allocate([B, T, C]);
    this.qkv = device.allocate([B, T, 3 * C]);
    this.attention = device.allocate([B, T, C]);
    this.fc = device.allocate([B, T, 4 * C]);
    this.gelu = device.allocate([B, T, 4 * C]);
  }

  free(): void {
    const { tokens, x, norm, qkv, attention, fc, gelu } = this;
    for (const tensor of [tokens, x, norm, qkv, attention, fc, gelu]) this.#device.free(tensor);
  }
}
