import type { KernelScratch } from '../counting-device.ts';
import { type OperationName, operations } from '../operations.ts';
import type { Operation } from '../tensor-argument.ts';
import type { GpuSlice, PlanContext } from './dispatch.ts';
import { plans } from './plans.ts';
import { usualTuning } from './tuning.ts';

/**
 * The working memory that kernels take on the GPU: what their plans ask for, where every optional tensor is given. The 256 KiB of
 * the parameters of dispatches, what the host reads through, and the 1 KiB of the powers of float16 operands are left out.
 */
export const webGpuKernelScratch: KernelScratch = ({ operation, dims, scalars }) => {
  const pieces: Record<string, number> = {};
  const context: PlanContext = {
    scratch(name, elements) {
      pieces[name] = Math.max(pieces[name] ?? 0, 4 * elements);
      return imagined(elements);
    },
    // Rows and positions of 0, and parts of an adapter that end with the last column, are right everywhere.
    integers: ({ elements }) => new Int32Array(elements).fill(dims.OC ?? 0),
    tuning: usualTuning,
    operands: 'float32',
    matrixUnits: null,
    mostElements: Infinity,
  };
  plans[operation]({ operation, tensors: tensorsOf(operation, dims), dims, scalars }, context);
  return pieces;
};

function tensorsOf(operation: OperationName, dims: Readonly<Record<string, number>>): Record<string, GpuSlice> {
  const { tensors } = operations[operation] as Operation;
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape }]) => {
      return [name, imagined(shape.reduce((elements, axis) => elements * sizeOf(axis, dims), 1))];
    }),
  );
}

/** Of an axis of the table of operations: 'C', '2F', 'ONE'. */
function sizeOf(axis: string, dims: Readonly<Record<string, number>>): number {
  const [, factor, letter] = /^(\d*)([A-Z]+)$/.exec(axis)!;
  return Number(factor || 1) * (letter === 'ONE' ? 1 : dims[letter]);
}

/** A tensor of which only the size matters. */
function imagined(elements: number): GpuSlice {
  const buffer = { size: 4 * elements } as GpuSlice['memory']['buffer'];
  const memory = { buffer, id: -1, dtype: 'float32', integers: null, version: 0, usedIn: 0, isFreed: false } as const;
  return { memory: { ...memory }, firstElement: 0, elements };
}
