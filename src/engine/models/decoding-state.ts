import type { Device, Recording, Tensor } from '../device/device.ts';
import { SCORE_BLOCK } from '../device/operations.ts';
import type { BatchScores, DecodingState, DrawScores, LanguageModel } from './model.ts';
import { Room } from './room.ts';
import type { Flow } from './stack.ts';

/** Reads text token by token with a cache of keys and values for each block. */
export class CachedReader implements DecodingState {
  readonly B: number;
  readonly capacity: number;
  readonly #model: LanguageModel;
  readonly #device: Device;
  /** What is kept from call to call. */
  readonly #room: Room;
  readonly #memory: Pick<Flow, 'pasts' | 'rotary'>;
  readonly #positions: Tensor; // (B) int32
  readonly #last: Tensor; // (B, C)
  readonly #logits: Tensor; // (B, V)
  readonly #blocks: Tensor; // (B, 2G)
  /** What `score` fills: the garbage of a new array for each token would cost more than the copy. */
  readonly #scores: BatchScores;
  /** The blocks for temperature 1, (B, 2G), on the device and here. Made when they are first needed. */
  #plain: { readonly tensor: Tensor; readonly blocks: Float32Array } | null = null;
  #pass: Pass | null = null;
  #position = 0;

  /** Throws RangeError when `capacity` is more than the model's context, and DeviceMemoryFault. */
  constructor(model: LanguageModel, B: number, capacity: number = model.shape.context) {
    const { context, width: C, vocabulary: V } = model.shape;
    if (capacity > context) throw new RangeError(`A cache of ${capacity} positions for a model of ${context}.`);
    const room = new Room(model.device, B, 1, C);
    this.B = B;
    this.capacity = capacity;
    this.#model = model;
    this.#device = model.device;
    this.#room = room;
    this.#positions = room.allocate([B], 'int32');
    this.#memory = {
      pasts: model.stack.blocks.map(({ attention }) => attention.allocatePast(room, capacity, model.cacheType)),
      rotary: model.stack.rotary?.allocate(room, capacity) ?? null,
    };
    this.#last = room.allocate([B, C]);
    this.#logits = room.allocate([B, V]);
    const G = Math.ceil(V / SCORE_BLOCK);
    this.#blocks = room.allocate([B, 2 * G]);
    this.#scores = { logits: new Float32Array(B * V), blocks: new Float32Array(2 * B * G) };
  }

  get position(): number {
    return this.#position;
  }

  reset(): void {
    this.#position = 0;
  }

  async feed(tokens: Int32Array): Promise<Float32Array> {
    this.#record(tokens);
    return this.#device.read(this.#logits);
  }

  async score(tokens: Int32Array, temperature: number, withPlain = false): Promise<DrawScores> {
    this.#record(tokens);
    const [device, scores] = [this.#device, this.#scores];
    device.scoreBlocks({ scores: this.#logits, blocks: this.#blocks, temperature });
    const plain = withPlain && temperature !== 1 ? this.#roomForPlain() : null;
    // Before anything is read: waiting for the device takes longer than this.
    if (plain !== null) device.scoreBlocks({ scores: this.#logits, blocks: plain.tensor, temperature: 1 });
    await device.read(this.#blocks, scores.blocks);
    await device.read(this.#logits, scores.logits);
    if (plain === null) return { ...scores, plain: withPlain ? scores : null };
    return { ...scores, plain: { ...scores, blocks: await device.read(plain.tensor, plain.blocks) } };
  }

  free(): void {
    this.#pass?.room.free();
    this.#room.free();
  }

  #roomForPlain() {
    const { shape, elements } = this.#blocks;
    this.#plain ??= { tensor: this.#room.allocate(shape), blocks: new Float32Array(elements) };
    return this.#plain;
  }

  #record(tokens: Int32Array): void {
    const T = tokens.length / this.B;
    if (!Number.isInteger(T) || T === 0) throw new RangeError(`${tokens.length} tokens for ${this.B} texts.`);
    if (this.#position + T > this.capacity) {
      throw new RangeError(`${this.#position} + ${T} tokens in a cache of ${this.capacity}.`);
    }
    const device = this.#device;
    const pass = this.#passOf(T);
    device.write(pass.tokens, tokens);
    device.write(this.#positions, new Int32Array(this.B).fill(this.#position));
    // Only the contents of tokens and positions differ from call to call.
    pass.forward ??= device.capture(() => this.#recordForward(pass));
    device.replay(pass.forward);
    this.#position += T;
  }

  #recordForward({ tokens, flow, room: { T, width: C } }: Pass): void {
    const { stack } = this.#model;
    stack.forward({ tokens, positions: this.#positions }, flow);
    for (let b = 0; b < this.B; b++) {
      const source = this.#device.view(flow.hidden, (b * T + T - 1) * C, [C]);
      this.#device.copy({ source, out: this.#device.view(this.#last, b * C, [C]) });
    }
    stack.head.logits(this.#last, this.#logits);
  }

  /** Room for T tokens a text: kept from call to call while T stays the same. */
  #passOf(T: number): Pass {
    if (this.#pass?.room.T !== T) {
      this.#pass?.room.free();
      const room = new Room(this.#device, this.B, T, this.#model.shape.width);
      const tokens = room.allocate([this.B, T], 'int32');
      this.#pass = { room, tokens, flow: readingFlow(this.#model, room, this.#memory), forward: null };
    }
    return this.#pass;
  }
}

/** A pass over T more tokens of each text, and all its kernels once they were recorded. */
interface Pass {
  readonly room: Room;
  readonly tokens: Tensor; // (B, T) int32
  readonly flow: Flow;
  forward: Recording | null;
}

/** One stream that every block changes in place. */
function readingFlow({ stack }: LanguageModel, room: Room, memory: Pick<Flow, 'pasts' | 'rotary'>): Flow {
  const [block] = stack.blocks;
  const stream = room.rows(room.width);
  const activations = block.allocateInPlace(room, stream);
  const scratch = block.allocateScratch(room);
  return {
    streams: Array.from({ length: stack.blocks.length + 1 }, () => stream),
    blocks: stack.blocks.map(() => activations),
    scratch,
    statistics: null,
    hidden: scratch.norm,
    ...memory,
  };
}
