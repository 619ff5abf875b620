import type { Device, Tensor } from '../device/device.ts';
import { SCORE_BLOCK } from '../device/operations.ts';
import type { BatchScores, BatchTokens, GradientOptions, LanguageModel, TrainingPass } from './model.ts';
import type { ParameterSet } from './parameters.ts';
import { Room } from './room.ts';
import type { BackwardFlow, Flow } from './stack.ts';

/**
 * What a pass must keep:
 * - `train`: every block's activations, for the backward;
 * - `train-saving-memory`: only each block's input; the backward computes the rest again, block by block
 *   (Chen et al., 2016), about a third more work for a fraction of the memory;
 * - `evaluate`: no backward.
 */
export type PassMode = 'train' | 'train-saving-memory' | 'evaluate';

/** Rows whose logits are held at a time: those of a whole window would take more memory than the model. */
const SCORED_ROWS = 32;

/** Windows of (B, T) tokens through a model: one plan of memory, allocated once and used again at every step. */
export class WindowPass implements TrainingPass {
  readonly B: number;
  readonly T: number;
  readonly #model: LanguageModel;
  readonly #device: Device;
  readonly #room: Room;
  readonly #tokens: Tensor; // (B, T) int32
  readonly #targets: Tensor; // (B, T) int32
  readonly #positions: Tensor; // (B) int32, zeros
  readonly #losses: Tensor; // (B, T)
  readonly #flow: Flow | BackwardFlow;

  /** `frozenBlocks`: see `BackwardFlow`. Throws DeviceMemoryFault. */
  constructor(model: LanguageModel, B: number, T: number, mode: PassMode, frozenBlocks = 0) {
    const room = new Room(model.device, B, T, model.shape.width);
    this.B = B;
    this.T = T;
    this.#model = model;
    this.#device = model.device;
    this.#room = room;
    this.#tokens = room.allocate([B, T], 'int32');
    this.#targets = room.allocate([B, T], 'int32');
    this.#positions = room.allocate([B], 'int32');
    this.#losses = room.column();
    this.#flow = mode === 'evaluate' ? evaluationFlow(model, room) : trainingFlow(model, room, mode, frozenBlocks);
  }

  async evaluate(batch: BatchTokens): Promise<number> {
    this.#forward(batch);
    this.#model.stack.head.loss(this.#scored);
    return this.#meanLoss(batch);
  }

  /**
   * What follows each token of the batch, in the order of its B·T rows, SCORED_ROWS at a time: their scores, for temperature 1.
   * The arrays are those of the last piece, filled again.
   */
  async *scores(batch: BatchTokens): AsyncGenerator<BatchScores & { readonly rows: number }, void, undefined> {
    this.#forward(batch);
    const device = this.#device;
    const { width: C, vocabulary: V } = this.#model.shape;
    const [N, G] = [this.B * this.T, Math.ceil(V / SCORE_BLOCK)];
    const most = Math.min(N, SCORED_ROWS);
    const room = new Room(device, most, 1, C);
    try {
      const [allLogits, allBlocks] = [room.allocate([most, V]), room.allocate([most, 2 * G])];
      const [intoLogits, intoBlocks] = [new Float32Array(most * V), new Float32Array(most * 2 * G)];
      for (let first = 0; first < N; first += SCORED_ROWS) {
        const rows = Math.min(SCORED_ROWS, N - first);
        const [logits, blocks] = [device.view(allLogits, 0, [rows, V]), device.view(allBlocks, 0, [rows, 2 * G])];
        this.#model.stack.head.logits(device.view(this.#flow.hidden, first * C, [rows, C]), logits);
        device.scoreBlocks({ scores: logits, blocks, temperature: 1 });
        yield {
          rows,
          logits: await device.read(logits, intoLogits.subarray(0, rows * V)),
          blocks: await device.read(blocks, intoBlocks.subarray(0, rows * 2 * G)),
        };
      }
    } finally {
      room.free();
    }
  }

  async accumulateGradients(
    gradients: ParameterSet,
    batch: BatchTokens,
    options: GradientOptions = {},
  ): Promise<number> {
    const flow = this.#flow;
    if (!('dStream' in flow)) throw new RangeError('A pass for evaluation keeps nothing for the backward.');
    const { dropout } = this.#model;
    const record = () => this.#forwardAndBackward(batch, flow, gradients, options);
    if (dropout === undefined) record();
    else dropout.during(options.draw ?? 0, record);
    return this.#meanLoss(batch);
  }

  free(): void {
    this.#room.free();
  }

  get #scored() {
    return { x: this.#flow.hidden, targets: this.#targets, losses: this.#losses };
  }

  #forwardAndBackward(
    batch: BatchTokens,
    flow: BackwardFlow,
    gradients: ParameterSet,
    { gradientScale = 1, blockDone }: GradientOptions,
  ): void {
    this.#forward(batch);
    const dHidden = flow.scratch.dNorm;
    const { stack } = this.#model;
    stack.head.lossAndBackward(this.#scored, dHidden, gradientScale / targetCount(batch), gradients);
    stack.backward({ tokens: this.#tokens, positions: this.#positions }, flow, dHidden, gradients, blockDone);
  }

  #forward({ inputs, targets }: BatchTokens): void {
    this.#device.write(this.#tokens, inputs);
    this.#device.write(this.#targets, targets);
    this.#model.stack.forward({ tokens: this.#tokens, positions: this.#positions }, this.#flow);
  }

  async #meanLoss(batch: BatchTokens): Promise<number> {
    const losses = await this.#device.read(this.#losses);
    return losses.reduce((sum, loss) => sum + loss, 0) / targetCount(batch);
  }
}

/** Two streams in turn, and one block's activations for all. */
function evaluationFlow({ stack }: LanguageModel, room: Room): Flow {
  const [block] = stack.blocks;
  const pair = [room.rows(room.width), room.rows(room.width)];
  const activations = block.allocate(room);
  const scratch = block.allocateScratch(room);
  return {
    streams: Array.from({ length: stack.blocks.length + 1 }, (_, l) => pair[l % 2]),
    blocks: stack.blocks.map(() => activations),
    scratch,
    statistics: stack.norm.statistics(room),
    hidden: scratch.norm,
    rotary: stack.rotary?.allocate(room, room.T) ?? null,
    pasts: null,
  };
}

/** Frozen blocks share two streams and one block's activations, as in an evaluation. */
function trainingFlow(
  { stack }: LanguageModel,
  room: Room,
  mode: 'train' | 'train-saving-memory',
  frozenBlocks: number,
): BackwardFlow {
  const recomputes = mode === 'train-saving-memory';
  const [block] = stack.blocks;
  const shared = recomputes || frozenBlocks > 0 ? block.allocate(room) : null;
  const pair = Array.from({ length: Math.min(2, frozenBlocks) }, () => room.rows(room.width));
  const scratch = block.allocateBackwardScratch(room);
  return {
    streams: Array.from({ length: stack.blocks.length + 1 }, (_, l) =>
      l < frozenBlocks ? pair[l % 2] : room.rows(room.width),
    ),
    blocks: stack.blocks.map((own, l) =>
      shared !== null && (recomputes || l < frozenBlocks) ? shared : own.allocate(room),
    ),
    scratch,
    statistics: stack.norm.statistics(room),
    hidden: scratch.norm,
    rotary: stack.rotary?.allocate(room, room.T) ?? null,
    pasts: null,
    dStream: room.rows(room.width),
    recomputes,
    frozenBlocks,
  };
}

function targetCount({ targets }: BatchTokens): number {
  return targets.reduce((count, target) => count + (target >= 0 ? 1 : 0), 0);
}
