import { type Dispatch, MOST_WORKGROUPS, type Plan, threadsFor } from '../dispatch.ts';
import { shader } from '../shader.ts';
import addColumnsWgsl from '../shaders/add-columns.wgsl' with { type: 'text' };
import headNormWgsl from '../shaders/head-norm.wgsl' with { type: 'text' };
import headNormBackwardWgsl from '../shaders/head-norm-backward.wgsl' with { type: 'text' };
import headNormWeightsWgsl from '../shaders/head-norm-weights.wgsl' with { type: 'text' };
import layerNormWgsl from '../shaders/layer-norm.wgsl' with { type: 'text' };
import layerNormBackwardWgsl from '../shaders/layer-norm-backward.wgsl' with { type: 'text' };
import workgroupSumWgsl from '../shaders/workgroup-sum.wgsl' with { type: 'text' };
import { addColumnSums } from './column-sums.ts';

const shaders = {
  layerNorm: shader('layer-norm', layerNormWgsl, workgroupSumWgsl),
  layerNormBackward: shader('layer-norm-backward', layerNormBackwardWgsl, workgroupSumWgsl),
  headNorm: shader('head-norm', headNormWgsl, workgroupSumWgsl),
  headNormBackward: shader('head-norm-backward', headNormBackwardWgsl, workgroupSumWgsl),
  headNormWeights: shader('head-norm-weights', headNormWeightsWgsl, workgroupSumWgsl),
  addColumns: shader('add-columns', addColumnsWgsl),
};

/** Rows of heads that one workgroup goes through for the gradients of weights, or more where there are many. */
const ROWS = 16;
const MOST_CHUNKS = 256;

/** A workgroup for each row, or for every stride-th. */
const rowwise = (rows: number): [number] => [Math.max(1, Math.min(MOST_WORKGROUPS, rows))];

export const layerNorm: Plan = ({ tensors, dims, scalars }) => [
  {
    shader: shaders.layerNorm,
    tensors,
    numbers: { ...dims, ...scalars },
    choices: { THREADS: threadsFor(dims.C) },
    workgroups: rowwise(dims.N),
  },
];

export const rmsNorm: Plan = ({ tensors, dims, scalars }) => [
  {
    shader: shaders.layerNorm,
    tensors: { ...tensors, bias: null, mean: null },
    numbers: { ...dims, ...scalars },
    choices: { CENTRED: false, THREADS: threadsFor(dims.C) },
    workgroups: rowwise(dims.N),
  },
];

export const layerNormBackward: Plan = ({ tensors, dims: { N, C } }, context) => {
  const { dOut, x, weight, mean, rstd, dX, dWeight, dBias } = tensors;
  const rows = { x: x!, mean: mean ?? null, rstd: rstd! };
  const numbers = { N, C };
  return [
    {
      shader: shaders.layerNormBackward,
      tensors: { dOut: dOut!, x: x!, weight: weight!, mean: rows.mean, rstd: rstd!, dX: dX! },
      numbers,
      choices: { CENTRED: rows.mean !== null, THREADS: threadsFor(C) },
      workgroups: rowwise(N),
    },
    ...(dWeight ? addColumnSums({ dOut: dOut!, ...numbers, rows }, dWeight, context) : []),
    ...(dBias ? addColumnSums({ dOut: dOut!, ...numbers }, dBias, context) : []),
  ];
};

export const rmsNormBackward: Plan = layerNormBackward;

export const headNorm: Plan = ({ tensors, dims, scalars }) => {
  const N = dims.B * dims.T;
  const numbers = { ...dims, ...scalars, N };
  return [
    { shader: shaders.headNorm, tensors, numbers, workgroups: rowwise(N * (scalars.heads + scalars.keyHeads + 1)) },
  ];
};

export const headNormBackward: Plan = ({ tensors, dims, scalars }, context) => {
  const { dQueryWeight, dKeyWeight, ...others } = tensors;
  const { heads, keyHeads } = scalars;
  const N = dims.B * dims.T;
  const numbers = { ...dims, ...scalars, N };
  const rows = Math.max(ROWS, Math.ceil(N / MOST_CHUNKS));
  const chunks = Math.ceil(N / rows);
  // dX may be dOut: the gradients of the weights come first.
  const dispatches: Dispatch[] = [];
  for (const [out, firstHead, count] of [
    [dQueryWeight, 0, heads],
    [dKeyWeight, heads, keyHeads],
  ] as const) {
    if (!out) continue;
    const partials = context.scratch('partials', chunks * dims.HS);
    dispatches.push(
      {
        shader: shaders.headNormWeights,
        tensors: { dOut: others.dOut, x: others.x, partials },
        numbers: { ...numbers, firstHead, count, rows },
        choices: { PLACES: Math.ceil(dims.HS / 64) },
        workgroups: [chunks],
      },
      {
        shader: shaders.addColumns,
        tensors: { partials, out },
        numbers: { N: chunks, C: dims.HS },
        workgroups: [Math.ceil(dims.HS / 64)],
      },
    );
  }
  const workgroups = rowwise(N * (heads + keyHeads + 1));
  return [...dispatches, { shader: shaders.headNormBackward, tensors: others, numbers, workgroups }];
};
