import type { Dispatch, GpuSlice, PlanContext } from '../dispatch.ts';
import { shader } from '../shader.ts';
import addColumnsWgsl from '../shaders/add-columns.wgsl' with { type: 'text' };
import columnSumsWgsl from '../shaders/column-sums.wgsl' with { type: 'text' };

const columnSums = shader('column-sums', columnSumsWgsl);
const addColumns = shader('add-columns', addColumnsWgsl);

/** Rows that one thread of the first stage adds up, or more where there are more than chunks of them. */
const ROWS = 32;
const MOST_CHUNKS = 256;

/** What each row of dOut is multiplied with: the row of x, normalised. */
export interface NormalisedRows {
  readonly x: GpuSlice;
  readonly mean: GpuSlice | null;
  readonly rstd: GpuSlice;
}

/** out (C) += Σ over the rows of dOut (N, C), each times the normalised row of x if there is one. */
export function addColumnSums(
  { dOut, N, C, rows }: { dOut: GpuSlice; N: number; C: number; rows?: NormalisedRows },
  out: GpuSlice,
  context: PlanContext,
): Dispatch[] {
  const rowsOfChunk = Math.max(ROWS, Math.ceil(N / MOST_CHUNKS));
  const chunks = Math.ceil(N / rowsOfChunk);
  const partials = context.scratch('partials', chunks * C);
  return [
    {
      shader: columnSums,
      tensors: { dOut, x: rows?.x ?? null, mean: rows?.mean ?? null, rstd: rows?.rstd ?? null, partials },
      numbers: { N, C, rows: rowsOfChunk },
      choices: { WITH_X: rows !== undefined },
      workgroups: [Math.ceil(C / 256), chunks],
    },
    {
      shader: addColumns,
      tensors: { partials, out },
      numbers: { N: chunks, C },
      workgroups: [Math.ceil(C / 64)],
    },
  ];
}
