import type { CutName } from './plans/product-shaders.ts';

/**
 * Products that are alike to a GPU: those of few rows, of few rows or columns, and by how many tiles of 128 · 64 they have, up to a
 * number of them.
 */
export const productClasses = ['few rows', 'narrow', '8', '32', '127', '512', 'more'] as const;
export type ProductClass = (typeof productClasses)[number];

/** How products of each class are cut: a choice that changes how long they take, and of float32 operands nothing else. */
export type Tuning = Readonly<Record<ProductClass, CutName>>;

/** The most rows that the shader for few rows takes. */
const FEW_ROWS = 8;
/** Rows or columns of which larger tiles would be empty for the most part, as adapters have. */
const NARROW = 32;

/** For a GPU that is not known: many tiles keep it busy, fewer are cut smaller, so that there are more. */
export const usualTuning: Tuning = {
  'few rows': 'few rows',
  narrow: '64 x 64',
  '8': '64 x 64',
  '32': '64 x 64',
  '127': '64 x 64',
  '512': '128 x 64',
  more: '128 x 64',
};

/** The same with matrix units, which are worth their staging in workgroup memory where there is much to multiply. */
export const matrixTuning: Tuning = {
  ...usualTuning,
  '32': 'matrix units',
  '127': 'matrix units',
  '512': 'matrix units',
  more: 'matrix units',
};

/** `isPlain`: neither a transposed left factor nor dropout, without which the shader for few rows does. */
export function classOf(rows: number, columns: number, isPlain: boolean): ProductClass {
  if (rows <= FEW_ROWS && isPlain) return 'few rows';
  if (Math.min(rows, columns) <= NARROW) return 'narrow';
  const tiles = Math.ceil(rows / 128) * Math.ceil(columns / 64);
  return (['8', '32', '127', '512'] as const).find((most) => tiles <= Number(most)) ?? 'more';
}

/** The ways to cut a product of this class. */
export function candidates(ofClass: ProductClass, hasMatrixUnits: boolean): readonly CutName[] {
  if (ofClass === 'few rows') return ['few rows', '32 x 32', '64 x 64'];
  if (ofClass === 'narrow') return ['32 x 32', '64 x 64', '128 x 64'];
  const tiles: readonly CutName[] = ['32 x 32', '64 x 64', '128 x 64', '128 x 128'];
  return hasMatrixUnits ? [...tiles, 'matrix units'] : tiles;
}

/** Every product cut in one way. */
export function onlyCut(cut: CutName): Tuning {
  return Object.fromEntries(productClasses.map((ofClass) => [ofClass, cut])) as Tuning;
}

/** What `JSON.stringify` made of a tuning; null for anything else, and for cuts that this GPU or program does not have. */
export function parseTuning(text: string, hasMatrixUnits: boolean): Tuning | null {
  let value: Partial<Record<string, unknown>> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const isWhole = productClasses.every((ofClass) =>
    candidates(ofClass, hasMatrixUnits).some((name) => name === value?.[ofClass]),
  );
  if (!isWhole) return null;
  return Object.fromEntries(productClasses.map((ofClass) => [ofClass, value![ofClass]])) as Tuning;
}
