import { type Dispatch, type GpuSlice, type Plan, type PlanContext, strided } from '../dispatch.ts';
import { shader } from '../shader.ts';
import fillWgsl from '../shaders/fill.wgsl' with { type: 'text' };
import muonApplyWgsl from '../shaders/muon-apply.wgsl' with { type: 'text' };
import muonNormaliseWgsl from '../shaders/muon-normalise.wgsl' with { type: 'text' };
import muonUpdateWgsl from '../shaders/muon-update.wgsl' with { type: 'text' };
import { squaresInto } from './elementwise.ts';
import { product } from './matmul.ts';

const updating = shader('muon-update', muonUpdateWgsl);
const normalising = shader('muon-normalise', muonNormaliseWgsl);
const applying = shader('muon-apply', muonApplyWgsl);
const filling = shader('fill', fillWgsl);

const STEPS = 5;
/** Jordan's, of the polynomial a x + b x³ + c x⁵ that five times applied brings (0, 1] near 1. */
const [LINEAR, CUBIC, QUINTIC] = [3.4445, -4.775, 2.0315];

export const muon: Plan = ({ tensors: { parameter, gradient, m }, dims: { C, OC }, scalars }, context) => {
  const { learning_rate, momentum, gradientScale, weight_decay, parts } = scalars;
  const columns = OC / parts;
  const E = C * columns;
  const kept = 1 - learning_rate * weight_decay;
  const rate = learning_rate * 0.2 * Math.sqrt(Math.max(C, columns));
  const [update, other] = [context.scratch('update', E), context.scratch('other update', E)];
  return Array.from({ length: parts }, (_, index) => {
    const place = { OC, columns, first: index * columns, E };
    return [
      {
        shader: updating,
        tensors: { gradient: gradient!, m: m!, update },
        numbers: { ...place, momentum, factor: (1 - momentum) * gradientScale },
        workgroups: strided(E),
      },
      ...orthogonalising(update, other, C, columns, context),
      {
        shader: applying,
        // After an odd number of steps.
        tensors: { parameter: parameter!, orthogonal: other },
        numbers: { ...place, kept, rate },
        workgroups: strided(E),
      },
    ];
  }).flat();
};

/** Brings all singular values of x (rows, columns) near 1; the result is in `other`. */
function orthogonalising(
  x: GpuSlice,
  other: GpuSlice,
  rows: number,
  columns: number,
  context: PlanContext,
): Dispatch[] {
  const E = rows * columns;
  const side = Math.min(rows, columns);
  const isTall = rows > columns;
  const squares = context.scratch('squares', 1);
  const gram = { slice: context.scratch('gram', side * side), stride: side };
  const mixed = { slice: context.scratch('mixed gram', side * side), stride: side };
  const dispatches: Dispatch[] = [
    { shader: filling, tensors: { out: squares }, numbers: { E: 1, value: 0 }, workgroups: [1] },
    ...squaresInto(x, squares, context),
    { shader: normalising, tensors: { update: x, squares }, numbers: { E }, workgroups: strided(E) },
  ];
  for (let step = 0; step < STEPS; step++) {
    const [current, next] = step % 2 === 0 ? [x, other] : [other, x];
    const whole = { slice: current, stride: columns };
    const turned = { ...whole, isTransposed: true };
    dispatches.push(
      product(context, {
        ...{ rows: side, columns: side, inner: Math.max(rows, columns) },
        ...(isTall ? { left: turned, right: whole } : { left: whole, right: turned }),
        out: gram,
      }),
      product(context, {
        ...{ rows: side, columns: side, inner: side, factor: QUINTIC },
        ...{ left: gram, right: gram, residual: { ...gram, factor: CUBIC }, out: mixed },
      }),
      product(context, {
        ...{ rows, columns, inner: side },
        ...(isTall ? { left: whole, right: mixed } : { left: mixed, right: whole }),
        residual: { ...whole, factor: LINEAR },
        out: { slice: next, stride: columns },
      }),
    );
  }
  return dispatches;
}
