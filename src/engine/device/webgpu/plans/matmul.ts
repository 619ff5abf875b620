import type { Dispatch, GpuSlice } from '../dispatch.ts';
import { type Shader, shader } from '../shader.ts';
import bfloat16Wgsl from '../shaders/bfloat16.wgsl' with { type: 'text' };
import keptWgsl from '../shaders/kept.wgsl' with { type: 'text' };
import matmulWgsl from '../shaders/matmul.wgsl' with { type: 'text' };
import matmulFewRowsWgsl from '../shaders/matmul-few-rows.wgsl' with { type: 'text' };
import matmulLargeWgsl from '../shaders/matmul-large.wgsl' with { type: 'text' };
import operandFloat16Wgsl from '../shaders/operand-float16.wgsl' with { type: 'text' };
import operandFloat32Wgsl from '../shaders/operand-float32.wgsl' with { type: 'text' };
import operandsWgsl from '../shaders/operands.wgsl' with { type: 'text' };
import productWgsl from '../shaders/product.wgsl' with { type: 'text' };
import rightBfloat16Wgsl from '../shaders/right-bfloat16.wgsl' with { type: 'text' };
import rightFloat32Wgsl from '../shaders/right-float32.wgsl' with { type: 'text' };
import rightInt8Wgsl from '../shaders/right-int8.wgsl' with { type: 'text' };
import rightTable16Wgsl from '../shaders/right-table16.wgsl' with { type: 'text' };
import type { Dropout } from './dropout.ts';

const rights = {
  float32: [rightFloat32Wgsl],
  table16: [rightTable16Wgsl, bfloat16Wgsl],
  bfloat16: [rightBfloat16Wgsl, bfloat16Wgsl],
  int8: [rightInt8Wgsl],
};
type Format = keyof typeof rights;

/** A shader of products for each format of the right factor; those that round operands have a variant that does. */
const shadersOf = (name: string, rounds: boolean, ...wgsl: readonly string[]) =>
  Object.fromEntries(
    Object.entries(rights).map(([format, right]) => {
      const rest = [productWgsl, keptWgsl, ...wgsl, ...right];
      const exact = shader(`${name}-${format}`, operandFloat32Wgsl, ...rest);
      const float16 = shader(`${name}-${format}-float16`, operandFloat16Wgsl, ...rest);
      return [format, rounds ? { ...exact, float16 } : exact];
    }),
  ) as Record<Format, Shader>;

const large = shadersOf('matmul-large', true, operandsWgsl, matmulLargeWgsl);
const small = shadersOf('matmul', true, operandsWgsl, matmulWgsl);
const fewRows = shadersOf('matmul-few-rows', false, matmulFewRowsWgsl);

/** How a shader cuts out into workgroups. */
interface Cut {
  readonly shaders: Record<Format, Shader>;
  readonly rows: number;
  readonly columns: number;
}

/** Most rows for which the shader for few rows is the faster one, and how many it takes at a time. */
const FEW_ROWS = 8;
const ROWS_AT_A_TIME = [1, 2, 4, 8];
/** The segments of a sum: SEGMENT in shaders/product.wgsl. */
const SEGMENT = 128;
/** Threads for one column: as many as there are segments, up to 8. */
const slotsFor = (inner: number) => [1, 2, 4].find((slots) => slots * SEGMENT >= inner) ?? 8;

/** Large tiles from which on they keep a large GPU busy; fewer are cut smaller, so that there are more. */
const MANY_TILES = 128;

function cutOf({ rows, columns, left, dropout }: Product): Cut {
  if (rows <= FEW_ROWS && !left.isTransposed && !dropout) {
    return { shaders: fewRows, rows: ROWS_AT_A_TIME.find((count) => count >= rows)!, columns: 32 };
  }
  const isLarge = Math.ceil(rows / 128) * Math.ceil(columns / 64) >= MANY_TILES;
  return isLarge ? { shaders: large, rows: 128, columns: 64 } : { shaders: small, rows: 64, columns: 64 };
}

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
  /** `format`: as shaders/right-*.wgsl read it. Default: float32. `scaledRows`: rows that share a scale, in int8. */
  readonly right: Factor & { readonly format?: Format; readonly scaledRows?: number };
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
  const cut = cutOf(wanted);
  return {
    shader: cut.shaders[right.format ?? 'float32'],
    tensors: { left: left.slice, right: right.slice, bias, residual: residual?.slice ?? null, out: out.slice },
    numbers: {
      ...{ rows, columns, inner, factor, residualFactor: residual?.factor ?? 1 },
      ...{ leftStride: left.stride, rightStride: right.stride, outStride: out.stride },
      residualStride: residual?.stride ?? 0,
      scaledRows: right.scaledRows ?? 0,
      ...dropout?.by,
    },
    choices: {
      LEFT_TRANSPOSED: left.isTransposed ?? false,
      RIGHT_TRANSPOSED: right.isTransposed ?? false,
      DROPS: dropout ? DROPS[dropout.of] : 0,
      ...(cut.shaders === fewRows ? { ROWS: cut.rows, SLOTS: slotsFor(inner) } : {}),
    },
    workgroups: [Math.ceil(columns / cut.columns), Math.ceil(rows / cut.rows)],
    multiplyAdds: rows * columns * inner,
  };
}
