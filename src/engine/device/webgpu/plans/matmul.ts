import type { Dispatch, GpuSlice, PlanContext } from '../dispatch.ts';
import { classOf } from '../tuning.ts';
import type { Dropout } from './dropout.ts';
import type { Power } from './powers.ts';
import { cutNamed, type Format } from './product-shaders.ts';

/** How many rows the shader for few rows takes at a time. */
const ROWS_AT_A_TIME = [1, 2, 4, 8];
/** The segments of a sum: SEGMENT in shaders/product.wgsl. */
const SEGMENT = 128;
/** Threads for one column: as many as there are segments, up to 8. */
const slotsFor = (inner: number) => [1, 2, 4].find((slots) => slots * SEGMENT >= inner) ?? 8;

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
  /** Multiplies an operand while it is rounded. Default, and null: none. */
  readonly power?: { readonly of: 'left' | 'right'; readonly by: Power | null };
}

/** DROPS and POWER_OF in shaders/product.wgsl. */
const PLACES = { left: 1, right: 2, out: 3 };

/** The dispatch that computes it, cut as `context.tuning` says. */
export function product(
  { tuning, matrixUnits }: Pick<PlanContext, 'tuning' | 'matrixUnits'>,
  wanted: Product,
): Dispatch {
  const { rows, columns, inner, left, right, out, factor = 1, bias = null, residual = null, dropout = null } = wanted;
  const { of: powerOf, by: power = null } = wanted.power ?? {};
  const name = tuning[classOf(rows, columns, !left.isTransposed && !dropout)];
  const cut = cutNamed(name, matrixUnits);
  const fewRows = name === 'few rows' ? ROWS_AT_A_TIME.find((count) => count >= rows) : undefined;
  return {
    shader: cut.shaders[right.format ?? 'float32'],
    tensors: {
      left: left.slice,
      right: right.slice,
      bias,
      residual: residual?.slice ?? null,
      out: out.slice,
      power: typeof power === 'number' ? null : power,
    },
    numbers: {
      ...{ rows, columns, inner, factor, residualFactor: residual?.factor ?? 1 },
      ...{ leftStride: left.stride, rightStride: right.stride, outStride: out.stride },
      residualStride: residual?.stride ?? 0,
      scaledRows: right.scaledRows ?? 0,
      ...dropout?.by,
      ...(typeof power === 'number' ? { knownPower: power, knownInverse: 1 / power } : {}),
    },
    choices: {
      LEFT_TRANSPOSED: left.isTransposed ?? false,
      RIGHT_TRANSPOSED: right.isTransposed ?? false,
      DROPS: dropout ? PLACES[dropout.of] : 0,
      POWER_OF: power === null ? 0 : PLACES[powerOf!],
      ...cut.choices,
      ...(fewRows === undefined ? {} : { ROWS: fewRows, SLOTS: slotsFor(inner) }),
    },
    workgroups: [Math.ceil(columns / cut.columns), Math.ceil(rows / cut.rows)],
    multiplyAdds: rows * columns * inner,
  };
}
