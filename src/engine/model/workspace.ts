import type { Device, Tensor } from '../device/device.ts';
import type { DataType } from '../device/operations.ts';
import type { BackwardScratch, BlockActivations } from './block.ts';
import type { Hparams } from './configuration.ts';

/**
 * What a pass must keep:
 * - `train`: every block's activations, for the backward;
 * - `train-saving-memory`: only each block's input; the backward computes the rest again, block by block
 *   (Chen et al., 2016), about a third more work for a fraction of the memory;
 * - `evaluate`: no backward.
 */
export type WorkspaceMode = 'train' | 'train-saving-memory' | 'evaluate';

/** All the tensors of a pass over (B, T) tokens: one plan, allocated once and used again at every step. */
export class Workspace {
  readonly mode: WorkspaceMode;
  readonly B: number;
  readonly T: number;
  readonly tokens: Tensor; // (B, T) int32
  readonly targets: Tensor; // (B, T) int32
  readonly positions: Tensor; // (B) int32, zeros
  readonly losses: Tensor; // (B, T)
  /** The stream before block l; the last entry is what comes out of the last block. (B, T, C) each. */
  readonly residuals: readonly Tensor[];
  /** One a block, or the same one for all. */
  readonly blocks: readonly BlockActivations[];
  readonly scratch: BackwardScratch;
  readonly finalMean: Tensor; // (B, T)
  readonly finalRstd: Tensor; // (B, T)
  /** The final norm's output (B, T, C). */
  readonly hidden: Tensor;
  readonly dResidual: Tensor; // (B, T, C)
  readonly #device: Device;
  readonly #allocated: Tensor[];

  constructor(device: Device, hparams: Hparams, B: number, T: number, mode: WorkspaceMode) {
    const { n_embd: C, n_head: NH, n_layer: L } = hparams;
    const allocated: Tensor[] = [];
    const allocate = (shape: number[], dtype: DataType = 'float32') => {
      const tensor = device.allocate(shape, dtype);
      allocated.push(tensor);
      return tensor;
    };
    const rows = (width: number) => allocate([B, T, width]);
    const column = () => allocate([B, T]);
    const block = (): BlockActivations => ({
      ln1Mean: column(),
      ln1Rstd: column(),
      qkv: rows(3 * C),
      attention: rows(C),
      logSumExp: allocate([B, NH, T]),
      residualMid: rows(C),
      ln2Mean: column(),
      ln2Rstd: column(),
      fc: rows(4 * C),
    });
    const each = <V>(count: number, make: () => V): V[] => Array.from({ length: count }, make);
    const repeat = <V>(count: number, value: V): V[] => Array.from({ length: count }, () => value);

    this.mode = mode;
    this.B = B;
    this.T = T;
    this.tokens = allocate([B, T], 'int32');
    this.targets = allocate([B, T], 'int32');
    this.positions = allocate([B], 'int32');
    this.losses = column();
    if (mode === 'evaluate') {
      const [even, odd] = each(2, () => rows(C));
      this.residuals = Array.from({ length: L + 1 }, (_, l) => (l % 2 === 0 ? even : odd));
    } else this.residuals = each(L + 1, () => rows(C));
    this.blocks = mode === 'train' ? each(L, block) : repeat(L, block());
    this.finalMean = column();
    this.finalRstd = column();
    const norm = rows(C);
    const gelu = rows(4 * C);
    this.hidden = norm;
    if (mode === 'evaluate') {
      this.scratch = { norm, gelu, dNorm: norm, dQkv: gelu, dFc: gelu };
      this.dResidual = norm;
    } else {
      this.scratch = { norm, gelu, dNorm: rows(C), dQkv: device.view(gelu, 0, [B, T, 3 * C]), dFc: rows(4 * C) };
      this.dResidual = rows(C);
    }
    this.#device = device;
    this.#allocated = allocated;
  }

  free(): void {
    for (const tensor of this.#allocated) this.#device.free(tensor);
  }
}

/** Bytes a Workspace takes on a device, kernels' own scratch left out. */
export function workspaceBytes(hparams: Hparams, B: number, T: number, mode: WorkspaceMode): number {
  const { n_embd: C, n_head: NH, n_layer: L } = hparams;
  const blockFloats = 9 * C + 4 + NH;
  const blocks = mode === 'train' ? L : 1;
  const streams = mode === 'evaluate' ? 2 : L + 1;
  const scratch = mode === 'evaluate' ? 5 * C : 11 * C;
  const perToken = blocks * blockFloats + streams * C + scratch + 5;
  return 4 * (B * T * perToken + B);
}
