import { TensorFault } from '../../backend.ts';
import { type GpuCall, type Plan, type PlanContext, part } from '../dispatch.ts';
import { dropoutOf } from './dropout.ts';
import { product } from './matmul.ts';
import { powerFor } from './powers.ts';

export const lowRank: Plan = (call, context) => {
  const { N, C, H, OC, R } = call.dims;
  const { scale, dropout, draw } = call.scalars;
  const { x, a, b, h, out } = call.tensors;
  return partsOf(call, context).flatMap(({ index, first, columns }) => {
    const thinned = dropoutOf(dropout, draw, index);
    const inner = { slice: part(h!, index * R), stride: H };
    const outer = { slice: part(out!, first), stride: OC };
    return [
      product(context, {
        ...{ rows: N, columns: R, inner: C },
        left: { slice: x!, stride: C },
        right: { slice: part(a!, index * R * C, R * C), stride: C, isTransposed: true },
        out: inner,
        dropout: thinned && { of: 'left', by: thinned },
      }),
      ...(columns === 0
        ? []
        : [
            product(context, {
              ...{ rows: N, columns, inner: R, factor: scale },
              left: inner,
              right: { slice: part(b!, first * R, columns * R), stride: R, isTransposed: true },
              residual: outer,
              out: outer,
            }),
          ]),
    ];
  });
};

export const lowRankBackward: Plan = (call, context) => {
  const { N, C, H, OC, R } = call.dims;
  const { scale, dropout, draw } = call.scalars;
  const { dOut, x, a, b, h, dH, dX, dA, dB } = call.tensors;
  const outer = powerFor(context, 'power of dOut', { slice: dOut!, stride: OC }, N, OC);
  const products = partsOf(call, context).flatMap(({ index, first, columns }) => {
    const thinned = dropoutOf(dropout, draw, index);
    const dPart = { slice: part(dOut!, columns === 0 ? 0 : first), stride: OC };
    const dInner = { slice: part(dH!, index * R), stride: H };
    const dOwnA = { slice: part(dA!, index * R * C, R * C), stride: C };
    const dInput = { slice: dX!, stride: C };
    const ownB = part(b!, columns === 0 ? 0 : first * R);
    const dOwnB = { slice: part(dB!, columns === 0 ? 0 : first * R), stride: R };
    const inner = powerFor(context, 'power of dH', dInner, N, R);
    return [
      // out[:, part] = scale · h[:, part] · b[part]ᵀ, seen from h
      product(context, {
        ...{ rows: N, columns: R, inner: columns, factor: scale },
        left: dPart,
        right: { slice: ownB, stride: R },
        out: dInner,
        power: { of: 'left', by: outer.power },
      }),
      ...inner.dispatches,
      // the same, seen from b
      product(context, {
        ...{ rows: columns, columns: R, inner: N, factor: scale },
        left: { ...dPart, isTransposed: true },
        right: { slice: part(h!, index * R), stride: H },
        residual: dOwnB,
        out: dOwnB,
        power: { of: 'left', by: outer.power },
      }),
      // h[:, part] = dropped(x) · a[part]ᵀ, seen from x
      product(context, {
        ...{ rows: N, columns: C, inner: R },
        left: dInner,
        right: { slice: part(a!, index * R * C, R * C), stride: C },
        residual: dInput,
        out: dInput,
        power: { of: 'left', by: inner.power },
        dropout: thinned && { of: 'out', by: thinned },
      }),
      // the same, seen from a
      product(context, {
        ...{ rows: R, columns: C, inner: N },
        left: { ...dInner, isTransposed: true },
        right: { slice: x!, stride: C },
        residual: dOwnA,
        out: dOwnA,
        dropout: thinned && { of: 'right', by: thinned },
        power: { of: 'left', by: inner.power },
      }),
    ];
  });
  return [...outer.dispatches, ...products];
};

/** The columns of the layer that each part owns. */
function partsOf({ operation, tensors, dims: { M, OC } }: GpuCall, context: PlanContext) {
  const ends = context.integers(tensors.ends!);
  const parts = Array.from({ length: M }, (_, index) => {
    const first = index === 0 ? 0 : ends[index - 1];
    return { index, first, columns: ends[index] - first };
  });
  if (parts.some(({ columns }) => columns < 0) || ends[M - 1] !== OC) {
    throw new TensorFault(
      `${operation}(ends) is ${ends.join(', ')}, expected ${M} rising numbers of which the last is ${OC}.`,
    );
  }
  return parts;
}
