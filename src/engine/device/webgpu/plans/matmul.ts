import type { Dispatch, GpuSlice } from '../dispatch.ts';
import { type Choices, type Shader, shader } from '../shader.ts';
import bfloat16Wgsl from '../shaders/bfloat16.wgsl' with { type: 'text' };
import matmulWgsl from '../shaders/matmul.wgsl' with { type: 'text' };
import matmulFewRowsWgsl from '../shaders/matmul-few-rows.wgsl' with { type: 'text' };
import productWgsl from '../shaders/product.wgsl' with { type: 'text' };
import rightBfloat16Wgsl from '../shaders/right-bfloat16.wgsl' with { type: 'text' };
import rightFloat32Wgsl from '../shaders/right-float32.wgsl' with { type: 'text' };
import rightInt8Wgsl from '../shaders/right-int8.wgsl' with { type: 'text' };
import rightTable16Wgsl from '../shaders/right-table16.wgsl' with { type: 'text' };
import type { Dropout } from './dropout.ts';

const TILE = 64;

const rights = {
  float32: [rightFloat32Wgsl],
  table16: [rightTable16Wgsl, bfloat16Wgsl],
  bfloat16: [rightBfloat16Wgsl, bfloat16Wgsl],
  int8: [rightInt8Wgsl],
};
type Format = keyof typeof rights;

const shadersOf = (name: string, wgsl: string) =>
  Object.fromEntries(
    Object.entries(rights).map(([format, right]) => [format, shader(`${name}-${format}`, productWgsl, wgsl, ...right)]),
  ) as Record<Format, Shader>;

const manyRows = shadersOf('matmul', matmulWgsl);
const fewRows = shadersOf('matmul-few-rows', matmulFewRowsWgsl);

/** Most rows for which the shader for few rows is the faster one, and how many it takes at a time. */
const FEW_ROWS = 8;
const ROWS_AT_A_TIME = [1, 2, 4, 8];
const FEW_ROWS_COLUMNS = 32;

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
  readonly right: Factor & { readonly format?: Format };
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
  const isFew = rows <= FEW_ROWS && !left.isTransposed && dropout === null;
  const ROWS = ROWS_AT_A_TIME.find((count) => count >= rows) ?? FEW_ROWS;
  return {
    shader: (isFew ? fewRows : manyRows)[right.format ?? 'float32'],
    tensors: { left: left.slice, right: right.slice, bias, residual: residual?.slice ?? null, out: out.slice },
    numbers: {
      ...{ rows, columns, inner, factor, residualFactor: residual?.factor ?? 1 },
      ...{ leftStride: left.stride, rightStride: right.stride, outStride: out.stride },
      residualStride: residual?.stride ?? 0,
      ...dropout?.by,
    },
    choices: isFew ? { ...choices, ROWS } : choices,
    workgroups: isFew ? [Math.ceil(columns / FEW_ROWS_COLUMNS)] : [Math.ceil(columns / TILE), Math.ceil(rows / TILE)],
  };
}
