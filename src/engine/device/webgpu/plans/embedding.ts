import { TensorFault } from '../../backend.ts';
import { type Dispatch, type GpuSlice, MOST_WORKGROUPS, type Plan, type PlanContext, strided } from '../dispatch.ts';
import { shader } from '../shader.ts';
import addRowsWgsl from '../shaders/add-rows.wgsl' with { type: 'text' };
import bfloat16Wgsl from '../shaders/bfloat16.wgsl' with { type: 'text' };
import embeddingWgsl from '../shaders/embedding.wgsl' with { type: 'text' };
import rotaryWgsl from '../shaders/rotary.wgsl' with { type: 'text' };
import { whole } from './linear.ts';

const lookup = shader('embedding', embeddingWgsl, bfloat16Wgsl);
const addRows = shader('add-rows', addRowsWgsl);
const turning = shader('rotary', rotaryWgsl);

export const embedding: Plan = ({ tensors, dims: { B, T, C, V, P, BITS } }, context) => {
  checkRows('embedding(tokens)', context.integers(tensors.tokens!), V);
  if (tensors.positionTable) checkPositions('embedding(positions)', tensors.positions!, T, P, context);
  const E = B * T * C;
  const tokenTable = BITS === 16 ? whole(tensors.tokenTable!) : tensors.tokenTable!;
  const choices = { TABLE16: BITS === 16 };
  return [
    { shader: lookup, tensors: { ...tensors, tokenTable }, numbers: { T, C, E }, choices, workgroups: strided(E) },
  ];
};

export const embeddingBackward: Plan = ({ tensors, dims: { B, T, C, V, P } }, context) => {
  const { dOut, tokens, positions, dTokenTable, dPositionTable } = tensors;
  checkRows('embeddingBackward(tokens)', context.integers(tokens!), V ?? Infinity);
  if (dPositionTable) checkPositions('embeddingBackward(positions)', positions!, T, P, context);
  const N = B * T;
  const adding = (table: GpuSlice, BY_POSITION: boolean): Dispatch => ({
    shader: addRows,
    tensors: { dOut: dOut!, tokens: tokens!, positions: positions!, table },
    numbers: { N, T, C },
    choices: { BY_POSITION },
    workgroups: [Math.ceil(C / 256), Math.min(N, MOST_WORKGROUPS)],
  });
  return [
    ...(dTokenTable ? [adding(dTokenTable, false)] : []),
    ...(dPositionTable ? [adding(dPositionTable, true)] : []),
  ];
};

export const rotary: Plan = ({ tensors, dims: { B, T, W, P, HALF }, scalars }, context) => {
  checkPositions('rotary(positions)', tensors.positions!, T, P, context);
  const pairs = B * T * scalars.heads * HALF;
  const numbers = { T, W, HALF, pairs, ...scalars };
  return [{ shader: turning, tensors, numbers, workgroups: strided(pairs) }];
};

function checkRows(where: string, rows: Int32Array, count: number): void {
  for (const row of rows) {
    if (row < 0 || row >= count) throw new TensorFault(`${where} asks for row ${row} of a table of ${count} rows.`);
  }
}

/** Throws TensorFault if T positions from those of `slice` on are not all among the first P. */
export function checkPositions(where: string, slice: GpuSlice, T: number, P: number, context: PlanContext): void {
  for (const first of context.integers(slice)) {
    if (first < 0 || first + T > P) {
      throw new TensorFault(`${where} asks for ${first} to ${first + T - 1} of ${P} positions.`);
    }
  }
}
