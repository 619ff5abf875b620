import { type Dispatch, type GpuSlice, type Plan, type PlanContext, strided } from '../dispatch.ts';
import { shader } from '../shader.ts';
import adamwWgsl from '../shaders/adamw.wgsl' with { type: 'text' };
import addTotalWgsl from '../shaders/add-total.wgsl' with { type: 'text' };
import copyWgsl from '../shaders/copy.wgsl' with { type: 'text' };
import dropoutWgsl from '../shaders/dropout.wgsl' with { type: 'text' };
import fillWgsl from '../shaders/fill.wgsl' with { type: 'text' };
import geluWgsl from '../shaders/gelu.wgsl' with { type: 'text' };
import geluBackwardWgsl from '../shaders/gelu-backward.wgsl' with { type: 'text' };
import geluSlopeWgsl from '../shaders/gelu-slope.wgsl' with { type: 'text' };
import keptWgsl from '../shaders/kept.wgsl' with { type: 'text' };
import scaleWgsl from '../shaders/scale.wgsl' with { type: 'text' };
import sgdWgsl from '../shaders/sgd.wgsl' with { type: 'text' };
import sigmoidWgsl from '../shaders/sigmoid.wgsl' with { type: 'text' };
import sumOfSquaresWgsl from '../shaders/sum-of-squares.wgsl' with { type: 'text' };
import swigluWgsl from '../shaders/swiglu.wgsl' with { type: 'text' };
import swigluBackwardWgsl from '../shaders/swiglu-backward.wgsl' with { type: 'text' };
import workgroupSumWgsl from '../shaders/workgroup-sum.wgsl' with { type: 'text' };
import { dropoutOf } from './dropout.ts';

const shaders = {
  fill: shader('fill', fillWgsl),
  copy: shader('copy', copyWgsl),
  scale: shader('scale', scaleWgsl),
  dropout: shader('dropout', dropoutWgsl, keptWgsl),
  gelu: shader('gelu', geluWgsl, geluSlopeWgsl),
  geluBackward: shader('gelu-backward', geluBackwardWgsl, geluSlopeWgsl),
  swiglu: shader('swiglu', swigluWgsl, sigmoidWgsl),
  swigluBackward: shader('swiglu-backward', swigluBackwardWgsl, sigmoidWgsl),
  sgd: shader('sgd', sgdWgsl),
  adamw: shader('adamw', adamwWgsl),
  sumOfSquares: shader('sum-of-squares', sumOfSquaresWgsl, workgroupSumWgsl),
  addTotal: shader('add-total', addTotalWgsl, workgroupSumWgsl),
};

/** One thread for each element, or for every stride-th. */
const elementwise =
  (name: keyof typeof shaders): Plan =>
  ({ tensors, dims, scalars }) => {
    const E = dims.E ?? dims.N * dims.F;
    return [{ shader: shaders[name], tensors, numbers: { ...dims, ...scalars, E }, workgroups: strided(E) }];
  };

export const fill = elementwise('fill');
export const copy = elementwise('copy');
export const scale = elementwise('scale');
export const gelu = elementwise('gelu');
export const geluBackward = elementwise('geluBackward');
export const swiglu = elementwise('swiglu');
export const swigluBackward = elementwise('swigluBackward');

export const dropout: Plan = ({ tensors, dims: { E }, scalars: { factor, dropout: share, draw } }) => {
  const by = dropoutOf(share, draw, 0);
  const shaderOfAll = by === null ? shaders.scale : shaders.dropout;
  return [{ shader: shaderOfAll, tensors, numbers: { E, factor, ...by }, workgroups: strided(E) }];
};

export const sgd: Plan = ({ tensors, dims: { E }, scalars: { learning_rate, gradientScale } }) => {
  const numbers = { E, rate: learning_rate * gradientScale };
  return [{ shader: shaders.sgd, tensors, numbers, workgroups: strided(E) }];
};

export const adam: Plan = ({ tensors, dims: { E }, scalars }) => {
  const { learning_rate, beta1, beta2, step } = scalars;
  const rate = (learning_rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  const numbers = { ...scalars, E, rest1: 1 - beta1, rest2: 1 - beta2, rate, vFactor: 1, kept: 1 };
  return [{ shader: shaders.adamw, tensors, numbers, workgroups: strided(E) }];
};

export const adamw: Plan = ({ tensors, dims: { E }, scalars }) => {
  const { learning_rate, beta1, beta2, step, weight_decay } = scalars;
  const rate = learning_rate / (1 - beta1 ** step);
  const corrections = { rate, vFactor: 1 / (1 - beta2 ** step), kept: 1 - learning_rate * weight_decay };
  const numbers = { ...scalars, E, rest1: 1 - beta1, rest2: 1 - beta2, ...corrections };
  return [{ shader: shaders.adamw, tensors, numbers, workgroups: strided(E) }];
};

/** Partial sums that the second stage adds up: enough to keep any GPU busy. */
const MOST_PARTIALS = 1024;

export const sumOfSquares: Plan = ({ tensors: { x, out } }, context) => squaresInto(x!, out!, context);

/** out (1) += Σ x². */
export function squaresInto(x: GpuSlice, out: GpuSlice, context: PlanContext): Dispatch[] {
  const E = x.elements;
  const count = Math.max(1, Math.min(MOST_PARTIALS, Math.ceil(E / 1024)));
  const partials = context.scratch('partials', count);
  return [
    { shader: shaders.sumOfSquares, tensors: { x, partials }, numbers: { E }, workgroups: [count] },
    { shader: shaders.addTotal, tensors: { partials, out }, numbers: { E: count }, workgroups: [1] },
  ];
}
