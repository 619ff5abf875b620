import type { Dispatch, GpuSlice } from '../dispatch.ts';
import type { Choices } from '../shader.ts';
import { shader } from '../shader.ts';
import bfloat16Wgsl from '../shaders/bfloat16.wgsl' with { type: 'text' };
import matmulWgsl from '../shaders/matmul.wgsl' with { type: 'text' };
import rightBfloat16Wgsl from '../shaders/right-bfloat16.wgsl' with { type: 'text' };
import rightFloat32Wgsl from '../shaders/right-float32.wgsl' with { type: 'text' };
import rightInt8Wgsl from '../shaders/right-int8.wgsl' with { type: 'text' };
import rightTable16Wgsl from '../shaders/right-table16.wgsl' with { type: 'text' };
import type { Dropout } from './dropout.ts';

const TILE = 64;

const shaders = {
  float32: shader('matmul', matmulWgsl, rightFloat32Wgsl),
  table16: shader('matmul-table16', matmulWgsl, rightTable16Wgsl, bfloat16Wgsl),
  bfloat16: shader('matmul-bfloat16', matmulWgsl, rightBfloat16Wgsl, bfloat16Wgsl),
  int8: shader('matmul-int8', matmulWgsl, rightInt8Wgsl),
};

/** A factor of a product: row or, if it lies transposed, column i begins `stride` elements after the one before. */
export interface Factor {
  readonly slice: GpuSlice;
  readonly stride: number;
  readonly isTransposed?: boolean;
}

/** out (rows, columns) = factor · left (rows, inner) · right (inner, columns) + bias + residual.factor · residual. */
export interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly left: Factor;
  /** `format`: as shaders/right-*.wgsl read it. Default: float32. */
  readonly right: Factor & { readonly format?: keyof typeof shaders };
  readonly out: Factor;
  readonly factor?: number;
  readonly bias?: GpuSlice | null;
  /** May be `out` itself. */
  readonly residual?: (Factor & { readonly factor?: number }) | null;
  /** Leaves out elements of one of the three. */
  readonly dropout?: { readonly of: 'left' | 'right' | 'out'; readonly by: Dropout } | null;
}

const DROPS = { left: 1, right: 2, out: 3 };

export function product(wanted: Product): Dispatch {
  const { rows, columns, inner, left, right, out, factor = 1, bias = null, residual = null, dropout = null } = wanted;
  const choices: Choices = {
    LEFT_TRANSPOSED: left.isTransposed ?? false,
    RIGHT_TRANSPOSED: right.isTransposed ?? false,
    DROPS: dropout ? DROPS[dropout.of] : 0,
  };
  return {
    shader: shaders[right.format ?? 'float32'],
    tensors: { left: left.slice, right: right.slice, bias, residual: residual?.slice ?? null, out: out.slice },
    numbers: {
      ...{ rows, columns, inner, factor, residualFactor: residual?.factor ?? 1 },
      ...{ leftStride: left.stride, rightStride: right.stride, outStride: out.stride },
      residualStride: residual?.stride ?? 0,
      ...dropout?.by,
    },
    choices,
    workgroups: [Math.ceil(columns / TILE), Math.ceil(rows / TILE)],
  };
}
