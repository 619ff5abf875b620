import type { GpuAdapter } from './gpu.ts';

/** How a GPU's matrix units are used: what they multiply at once, and by how many threads. */
export interface MatrixUnits {
  /** Rows and columns of the product, and what is summed. */
  readonly M: number;
  readonly N: number;
  readonly K: number;
  /** Threads of a subgroup. */
  readonly subgroup: number;
  /** Whether a shader must ask for that many; else the GPU has no other number. */
  readonly isPinned: boolean;
}

export const MATRIX_FEATURE = 'chromium-experimental-subgroup-matrix';
export const PINNING_FEATURE = 'subgroup-size-control';

/** The best first, by what other programs found: larger products do more for what is loaded. */
const WANTED = [
  [16, 16, 16],
  [8, 16, 16],
  [8, 8, 8],
] as const;

/** Threads of a workgroup are four times these, and every device takes 256. */
const SUBGROUPS = [32, 16, 8, 64];

/**
 * How the adapter's matrix units multiply float16 and add up in float32; null if they do not, or not in a way that the shader
 * has.
 */
export function matrixUnitsOf({ features, info }: GpuAdapter): MatrixUnits | null {
  const { subgroupMinSize: least = 0, subgroupMaxSize: most = 0, subgroupMatrixConfigs = [] } = info;
  if (![MATRIX_FEATURE, 'shader-f16', 'subgroups'].every((name) => features.has(name))) return null;
  const isPinned = features.has(PINNING_FEATURE);
  const subgroup = SUBGROUPS.find((size) =>
    isPinned ? least <= size && size <= most : least === size && size === most,
  );
  const shape = WANTED.find((wanted) =>
    [...subgroupMatrixConfigs].some(
      ({ componentType, resultComponentType, M, N, K }) =>
        componentType === 'f16' && resultComponentType === 'f32' && [M, N, K].every((size, i) => size === wanted[i]),
    ),
  );
  if (subgroup === undefined || shape === undefined) return null;
  const [M, N, K] = shape;
  return { M, N, K, subgroup, isPinned };
}

/** The features of a device that uses them. */
export function featuresOf({ isPinned }: MatrixUnits): string[] {
  return [MATRIX_FEATURE, 'subgroups', ...(isPinned ? [PINNING_FEATURE] : [])];
}
