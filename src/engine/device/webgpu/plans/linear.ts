import { SCALED_ROWS } from '../../data-types.ts';
import { type Dispatch, type GpuSlice, type Plan, strided } from '../dispatch.ts';
import { shader } from '../shader.ts';
import bfloat16Wgsl from '../shaders/bfloat16.wgsl' with { type: 'text' };
import int8ScalesWgsl from '../shaders/int8-scales.wgsl' with { type: 'text' };
import packBfloat16Wgsl from '../shaders/pack-bfloat16.wgsl' with { type: 'text' };
import packInt8Wgsl from '../shaders/pack-int8.wgsl' with { type: 'text' };
import quotientWgsl from '../shaders/quotient.wgsl' with { type: 'text' };
import roundWgsl from '../shaders/round.wgsl' with { type: 'text' };
import { addColumnSums } from './column-sums.ts';
import { product } from './matmul.ts';
import { powerFor } from './powers.ts';

const packBfloat16 = shader('pack-bfloat16', packBfloat16Wgsl, bfloat16Wgsl);
const int8Scales = shader('int8-scales', int8ScalesWgsl, quotientWgsl);
const packInt8 = shader('pack-int8', packInt8Wgsl);
const rounding = shader('round', roundWgsl, bfloat16Wgsl);

/** Columns of a packed matrix are padded to whole panels: see `storedBytes`. */
const paddedColumns = (OC: number) => Math.ceil(OC / 32) * 32;

export const linear: Plan = ({ tensors: { x, weight, bias, residual, out }, dims: { N, C, OC } }, context) => [
  product(context, {
    ...{ rows: N, columns: OC, inner: C, bias: bias! },
    left: { slice: x!, stride: C },
    right: { slice: weight!, stride: OC },
    residual: residual ? { slice: residual, stride: OC } : null,
    out: { slice: out!, stride: OC },
  }),
];

export const linearBackward: Plan = ({ tensors, dims: { N, C, OC } }, context) => {
  const { dOut, x, weight, dX, dWeight, dBias } = tensors;
  const gradient = { slice: dOut!, stride: OC };
  const { dispatches: finding, power } = powerFor(context, 'power of dOut', gradient, N, OC);
  const dispatches: Dispatch[] = dX || dWeight ? [...finding] : [];
  // out = x · weight, seen from x
  if (dX) {
    dispatches.push(
      product(context, {
        ...{ rows: N, columns: C, inner: OC },
        left: gradient,
        right: { slice: weight!, stride: OC, isTransposed: true },
        out: { slice: dX, stride: C },
        power: { of: 'left', by: power },
      }),
    );
  }
  // out = x · weight, seen from weight
  if (dWeight) {
    dispatches.push(
      product(context, {
        ...{ rows: C, columns: OC, inner: N },
        left: { slice: x!, stride: C, isTransposed: true },
        right: gradient,
        residual: { slice: dWeight, stride: OC },
        out: { slice: dWeight, stride: OC },
        power: { of: 'right', by: power },
      }),
    );
  }
  // out = … + bias
  if (dBias) dispatches.push(...addColumnSums({ dOut: dOut!, N, C: OC }, dBias, context));
  return dispatches;
};

export const linearPacked: Plan = (
  { tensors: { x, weight, bias, residual, out }, dims: { N, C, OC, BITS } },
  context,
) => [
  product(context, {
    ...{ rows: N, columns: OC, inner: C, bias: bias! },
    left: { slice: x!, stride: C },
    right: packedFactor(weight!, C, OC, BITS),
    residual: residual ? { slice: residual, stride: OC } : null,
    out: { slice: out!, stride: OC },
  }),
];

export const linearPackedBackward: Plan = ({ tensors: { dOut, weight, dX }, dims: { N, C, OC, BITS } }, context) => {
  const left = { slice: dOut!, stride: OC };
  const { dispatches, power } = powerFor(context, 'power of dOut', left, N, OC);
  return [
    ...dispatches,
    product(context, {
      ...{ rows: N, columns: C, inner: OC, left, power: { of: 'left', by: power } },
      right: { ...packedFactor(weight!, C, OC, BITS), isTransposed: true },
      out: { slice: dX!, stride: C },
    }),
  ];
};

function packedFactor(slice: GpuSlice, C: number, OC: number, BITS: number) {
  const factor = { slice: whole(slice), stride: paddedColumns(OC) };
  if (BITS === 16) return { ...factor, format: 'bfloat16' } as const;
  return { ...factor, format: 'int8', scaledRows: scaledRows(C, BITS) } as const;
}

/** Rows that share a scale. */
const scaledRows = (C: number, BITS: number) => (BITS === 8 ? C : SCALED_ROWS);

/** The words of a packed matrix or a table; `elements` of its slice counts numbers. */
export function whole({ memory }: GpuSlice): GpuSlice {
  return { memory, firstElement: 0, elements: memory.buffer.size / 4 };
}

const packing =
  (isTransposed: boolean): Plan =>
  ({ tensors: { weight, out }, dims: { C, OC, BITS } }, context) => {
    const padded = paddedColumns(OC);
    const choices = { TRANSPOSED: isTransposed };
    if (BITS === 16) {
      const words = Math.ceil(C / 2) * padded;
      const numbers = { C, OC, padded, words };
      const tensors = { weight: weight!, out: whole(out!) };
      return [{ shader: packBfloat16, tensors, numbers, choices, workgroups: strided(words) }];
    }
    const words = (C * padded) / 4;
    const rows = scaledRows(C, BITS);
    const scales = Math.ceil(C / rows) * OC;
    const tensors = { weight: weight!, out: whole(out!), inverses: context.scratch('partials', scales) };
    const numbers = { C, OC, padded, rows };
    return [
      { shader: int8Scales, tensors, numbers: { ...numbers, scales }, choices, workgroups: strided(scales) },
      { shader: packInt8, tensors, numbers: { ...numbers, words }, choices, workgroups: strided(words) },
    ];
  };

export const pack = packing(false);
export const packTransposed = packing(true);

export const round: Plan = ({ tensors: { x, out }, dims: { N, C } }) => {
  const rowWords = Math.ceil(C / 2);
  const words = N * rowWords;
  const tensors = { x: x!, out: whole(out!) };
  return [{ shader: rounding, tensors, numbers: { C, rowWords, words }, workgroups: strided(words) }];
};
