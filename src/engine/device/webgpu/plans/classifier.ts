import { TensorFault } from '../../backend.ts';
import { SCORE_BLOCK } from '../../operations.ts';
import {
  type Dispatch,
  type GpuCall,
  MOST_WORKGROUPS,
  type Plan,
  type PlanContext,
  part,
  threadsFor,
} from '../dispatch.ts';
import { shader } from '../shader.ts';
import crossEntropyWgsl from '../shaders/cross-entropy.wgsl' with { type: 'text' };
import scoreBlocksWgsl from '../shaders/score-blocks.wgsl' with { type: 'text' };
import workgroupSumWgsl from '../shaders/workgroup-sum.wgsl' with { type: 'text' };
import { whole } from './linear.ts';
import { product } from './matmul.ts';
import { powerBelow } from './powers.ts';

const crossEntropy = shader('cross-entropy', crossEntropyWgsl, workgroupSumWgsl);
const blocksOfScores = shader('score-blocks', scoreBlocksWgsl, workgroupSumWgsl);

/** Logits that are held at a time: 128 MiB, which every device binds. Whole tiles of rows. */
const MOST_LOGITS = 2 ** 25;
const TILE_ROWS = 64;

/** Rows of logits that are held at a time. */
function rowsOfChunk(N: number, V: number, { mostElements }: PlanContext): number {
  const fitting = Math.floor(Math.min(MOST_LOGITS, mostElements) / V);
  if (fitting < 1) throw new TensorFault(`The GPU cannot hold the ${V} scores of one token in one piece.`);
  return Math.min(N, fitting > TILE_ROWS ? fitting - (fitting % TILE_ROWS) : fitting);
}

/** The head (V, C) as a right factor: of logits where transposed, of the gradient of x where not. */
function headFactor({ tensors: { head }, dims: { C, BITS } }: GpuCall, isTransposed: boolean) {
  if (BITS === 16) return { slice: whole(head!), stride: Math.ceil(C / 2), isTransposed, format: 'table16' } as const;
  return { slice: head!, stride: C, isTransposed };
}

export const logits: Plan = (call, context) => {
  const { N, C, V } = call.dims;
  return [
    product(context, {
      ...{ rows: N, columns: V, inner: C },
      left: { slice: call.tensors.x!, stride: C },
      right: headFactor(call, true),
      out: { slice: call.tensors.out!, stride: V },
    }),
  ];
};

export const classifier: Plan = (call, context) => {
  const { N, V } = call.dims;
  for (const target of context.integers(call.tensors.targets!)) {
    if (target < -1 || target >= V) throw new TensorFault(`classifier(targets) asks for entry ${target} of ${V}.`);
  }
  const dispatches: Dispatch[] = [];
  const most = rowsOfChunk(N, V, context);
  for (let first = 0; first < N; first += most) {
    dispatches.push(...classifyRows(call, first, Math.min(most, N - first), context));
  }
  return dispatches;
};

/** Losses and gradients of `rows` rows from `first` on. */
function classifyRows(call: GpuCall, first: number, rows: number, context: PlanContext): Dispatch[] {
  const { C, V } = call.dims;
  const { x, targets, losses, dX, dHead } = call.tensors;
  const scores = { slice: context.scratch('logits', rows * V), stride: V };
  const ownX = { slice: part(x!, first * C, rows * C), stride: C };
  // No gradient of a score is larger than the scale: it is that times a probability, or times one less.
  const power = { of: 'left', by: powerBelow(context, call.scalars.lossScale) } as const;
  const dispatches = [
    product(context, { ...{ rows, columns: V, inner: C }, left: ownX, right: headFactor(call, true), out: scores }),
    {
      shader: crossEntropy,
      tensors: { logits: scores.slice, targets: part(targets!, first, rows), losses: part(losses!, first, rows) },
      numbers: { N: rows, V, lossScale: call.scalars.lossScale },
      choices: { GRADIENT: Boolean(dX || dHead), THREADS: threadsFor(V) },
      workgroups: [Math.min(rows, MOST_WORKGROUPS)] as const,
    },
  ];
  // logits = x · headᵀ, seen from x
  if (dX) {
    const out = { slice: part(dX, first * C, rows * C), stride: C };
    dispatches.push(
      product(context, {
        ...{ rows, columns: C, inner: V, power },
        ...{ left: scores, right: headFactor(call, false), out },
      }),
    );
  }
  // logits = x · headᵀ, seen from head
  if (dHead) {
    const out = { slice: dHead, stride: C };
    const left = { ...scores, isTransposed: true };
    dispatches.push(
      product(context, { ...{ rows: V, columns: C, inner: rows, power }, left, right: ownX, residual: out, out }),
    );
  }
  return dispatches;
}

export const scoreBlocks: Plan = ({ tensors, dims: { N, V, G }, scalars }) => {
  if (G !== Math.ceil(V / SCORE_BLOCK)) {
    throw new TensorFault(`scoreBlocks(blocks) has ${G} blocks; ${V} scores are ${Math.ceil(V / SCORE_BLOCK)}.`);
  }
  const workgroups = [Math.min(N * G, MOST_WORKGROUPS)] as const;
  return [{ shader: blocksOfScores, tensors, numbers: { N, V, G, ...scalars }, workgroups }];
};
